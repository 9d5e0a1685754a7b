"""By telephone: every service whose fields a keypad can answer, as a dialogue in three languages.

``capabilities.py`` says which services and why not the others; ``dialogue.py`` is the state
machine, ``desk.py`` what it asks of Guichet; ``documents.py`` writes each turn as VoiceXML 2.1,
which ``views.py`` serves to any carrier's voice browser. Our own gateways (``asterisk.py`` for
Asterisk's FastAGI, ``sip.py`` for SIP and RTP) run the same documents through ``browser.py``.
"""
