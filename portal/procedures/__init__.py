"""What the authority sets itself: its working calendar, and time limits by its own documents."""
