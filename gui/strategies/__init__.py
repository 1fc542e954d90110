"""The strategies that look for a good W: their curves, rows, buttons and words."""
