"""Data sets: the record every room sees, and a reader for each source."""
