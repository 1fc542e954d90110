"""The parts of the workspace Race."""
