"""The staff's pages, a room for each of their tasks: they serve no client and carry no service."""
