"""The workspaces: each fills the middle of the window with views that belong together."""
