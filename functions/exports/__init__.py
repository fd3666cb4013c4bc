"""A holder takes everything their vault has away with them: as ZIP files, signatures untouched, with what is known."""
