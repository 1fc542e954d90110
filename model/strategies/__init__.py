"""Ways to look for a good W, and what each pays for it in evaluations of the loss."""
