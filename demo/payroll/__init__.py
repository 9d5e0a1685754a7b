"""A sample payroll programme: what a client's own system does, outside of Guichet.

It proves itself by its key, asks for wages to be changed, and shows the messages it is told, each
checked with the institution's published key. ``founding.py`` connects it to the demonstration's
employer.
"""
