"""The boundary: routes closed by default, problems in words, pages, batches, and who is asking."""
