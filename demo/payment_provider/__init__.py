"""A sandbox payment provider: a page that takes a pretended card, and signed notices to the
institution.
"""
