"""Where data come from: downloads, the user's own images, toys."""
