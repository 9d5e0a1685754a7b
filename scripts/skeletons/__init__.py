"""What `make new-service` and `make new-channel` write down, under other names (`scripts/new.py`).

These files are code like all other, checked and formatted with it, so that what is begun from them
today is written as one writes today. They are played by tests/architecture/test_skeletons.py.
"""
