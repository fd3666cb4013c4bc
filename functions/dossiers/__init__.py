"""A dossier: opened, answered from its owner's vault, completed and submitted."""
