"""One step by hand: an update taken apart in stages, each with a picture, the numbers, the formula and a sentence."""
