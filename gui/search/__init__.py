"""The parts of the workspace Search."""
