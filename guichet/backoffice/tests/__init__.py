"""What the tests of the staff's rooms share."""
