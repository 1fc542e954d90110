"""What the workspaces are called in the program."""

TRAIN, LANDSCAPE = "train", "landscape"
LOSSES = "losses"
