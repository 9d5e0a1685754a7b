"""What `guichet run` tells of the kiosk."""

ADDRESSES = (("Kiosk", "kiosk/"),)
