"""Whom signatures are believed from: the authorities, and fresh word of what they took back."""
