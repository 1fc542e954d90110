"""Linearium without a window: training, evaluating, exporting and classifying from the command line."""
