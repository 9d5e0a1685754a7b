"""Pensions in payment: who is paid what, since when and until when, and the run that orders each
month's payments once.

Awarding is somebody else's work; what was awarded is entered here (`commands.enter`) and ends here
(`commands.end`). A change is an end and a new line, so that what was paid can always be read from
the lines that were in force.
"""
