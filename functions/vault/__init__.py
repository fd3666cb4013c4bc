"""The vault of a person or an organisation: listed, read, corrected, hidden, removed."""
