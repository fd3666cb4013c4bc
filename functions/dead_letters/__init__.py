"""What came to rest because it could not be handled: seen, and given back when an administrator says so."""
