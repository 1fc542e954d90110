"""Sessions and what is remembered from one start to the next."""
