"""Why a picture gets its score: the map of what each pixel adds, the bars that add up, and changes to try."""
