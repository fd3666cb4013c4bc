"""Invented people, throw-away signatures and believable papers to try the vault with."""
