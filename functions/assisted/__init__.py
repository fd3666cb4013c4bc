"""Officers file for people who are there without an account or a device: a session that names both, and ends."""
