"""Building, running, deploying and demonstrating the stack: what people need and Lambda does not."""
