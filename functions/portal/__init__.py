"""The web pages and their delivery."""
