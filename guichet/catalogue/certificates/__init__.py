"""Services that attest something on paper: a signed document, with a code by which anybody can
check it.

`issued` holds what they share; every other file is a service.
"""
