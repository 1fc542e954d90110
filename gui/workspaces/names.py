"""What the workspaces are called in the program."""

TRAIN, LANDSCAPE = "train", "landscape"
ONE_STEP = "one step"
LOSSES = "losses"
DATA = "data"
