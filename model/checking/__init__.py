"""The gradient check: the loss as a function of single numbers, their slopes by finite differences, and mistakes."""
