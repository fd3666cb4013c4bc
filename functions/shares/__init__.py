"""A holder shows one paper to somebody who has no account: by a link with an end, and reads who opened it."""
