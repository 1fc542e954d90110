"""The window: what is seen and touched. It does no arithmetic; numbers come from the model."""
