"""Every morning the heads of units hear what is overdue, once for each deadline."""
