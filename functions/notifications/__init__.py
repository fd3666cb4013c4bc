"""Who hears what, on which channel, and that they hear it once."""
