"""The words of the domain, as values: pure, without clock, client or environment."""
