"""A PDF arrives, is judged, and becomes an item, a dossier's attachment, or a refusal."""
