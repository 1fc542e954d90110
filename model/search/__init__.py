"""Searching for good settings: many runs on a grid of step sizes and strengths, in processes or on a cluster."""
