"""Data samples, fonts and texts that come with the app."""
