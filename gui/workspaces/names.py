"""What the workspaces are called in the program."""

TRAIN, LANDSCAPE = "train", "landscape"
ONE_STEP = "one step"
GRADIENT_CHECK = "gradient check"
LOSSES = "losses"
DATA = "data"
EVIDENCE = "evidence"
RACE = "race"
SEARCH = "search"
IN_ORDER = (TRAIN, LANDSCAPE, ONE_STEP, GRADIENT_CHECK, LOSSES, DATA, EVIDENCE, RACE, SEARCH)
