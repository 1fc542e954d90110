"""Several runs from the same start, side by side."""
