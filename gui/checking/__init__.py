"""The parts of the gradient check: its words, its table, its plot and its pictures."""
