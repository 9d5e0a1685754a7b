"""The daily check that the books and everybody else's say the same, and a bank's statements."""
