"""The views: each shows a snapshot one way in, and sends signals out."""
