"""The numbers of Linearium: NumPy only, no Qt.

Shapes are written with letters throughout:
    N images, D pixels of an image (height * width * channels), K classes, T points on a line.
Scores are class-major, (K, N): sums over classes then run along contiguous memory.
"""
