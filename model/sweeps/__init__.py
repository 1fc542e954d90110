"""Losses, penalties and accuracies at many points at once, without another look at the images.

Along a plane the score differences to the true class are D = gaps + t * first + u * second, each (K, N). A line is a
plane too: with the same slopes twice, and points t + u, of which t takes the coarse steps and u the fine ones.
"""
