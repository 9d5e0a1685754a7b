"""The counter of the demonstration: two branches and a clerk."""
