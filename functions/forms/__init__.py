"""The forms an agency hands out about a dossier: made from what the dossier says, kept, opened for a while."""
