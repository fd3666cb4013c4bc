"""The agency answers feedback on its papers: asks back, corrects with a new signed version, or says why not."""
