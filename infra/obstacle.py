"""What the person at the keyboard has to put right, said in one sentence."""


class Obstacle(Exception):
    """Ends a command with its message and no stack trace."""
