"""Bytes in, verdict out: whether a signed PDF may be believed; the heavy readers open only when `judge` is imported."""

from shared.signatures.patches import slim_imports

slim_imports()
