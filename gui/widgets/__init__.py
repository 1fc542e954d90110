"""Small widgets that several rooms use; they know nothing of the model."""
