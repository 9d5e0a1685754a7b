"""What can be asked: one file is one service, its path is its key."""
