"""The desk looks into the owner's vault, uses what is there, and digitises only what is not."""
