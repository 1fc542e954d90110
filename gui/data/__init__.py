"""The pages of the workspace Data."""
