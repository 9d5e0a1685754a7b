"""By text message: every service as a short conversation, and notices to registered mobiles.

Coming in: ``inbox.py`` keeps each text once, ``answering.py`` takes them in order and in batches,
``reading.py`` finds what is meant, ``dialogue.py`` is the conversation, ``desk.py`` what it asks of
Guichet. Going out: ``outbox.py`` keeps what is to be sent,
``notices.py`` turns events into it, ``carrier.py`` hands it to one of the providers in
``backends/`` and heeds their reports.
"""
