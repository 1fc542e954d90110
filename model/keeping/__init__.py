"""What outlives the window: session files, automatic saving, and exports."""
