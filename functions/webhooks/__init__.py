"""Feedback told to the own systems of the agencies that answer it, signed, until they have it."""
