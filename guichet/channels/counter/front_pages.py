"""What `guichet run` tells of the counter."""

ADDRESSES = (("Counter (staff)", "counter/"),)
