"""Certified electronic copies: asked for, made from an original that was presented, registered, and delivered."""
