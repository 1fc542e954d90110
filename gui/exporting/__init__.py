"""Figures and numbers to keep: every view as a picture, as a vector drawing, and as the numbers behind it."""
