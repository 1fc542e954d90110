"""Figures to compare, apart from the tests.

NumPy and its peers take the kernels that fit the processor. Some machines are told to use older ones, for the sake of
older libraries: what was said of that is left out here, and told above the table.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
LEFT_OUT = {name: os.environ.pop(name) for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if name in os.environ}
