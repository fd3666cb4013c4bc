"""The reuse rate, honest and explained: counting, indicators, publication, and what would raise it."""
