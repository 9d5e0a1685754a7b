"""What the telephone fetches over a network."""
