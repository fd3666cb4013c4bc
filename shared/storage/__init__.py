"""The doors to what is kept: the table, the buckets, the keys that sign, the secrets, the outbox."""
