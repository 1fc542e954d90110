"""Plots that Qt paints by itself, without the interpreter's lock."""
