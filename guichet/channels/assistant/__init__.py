"""Services as tools of a person's assistant: a server of the Model Context Protocol, over HTTP and
over stdio.

A tool that changes something only rehearses it; it is done by ``confirm``, once its number was
picked in the identity app.
"""
