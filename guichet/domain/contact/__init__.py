"""How somebody is reached and known outside the web: mobile, mail address, telephone PIN, one-time
codes.

``commands.py`` changes them, ``queries.py`` reads them, ``signing.py`` is the door for number and
PIN, ``codes.py`` issues and redeems one-time codes, ``courier.py`` hands a code to whatever
delivers it, ``confirming.py`` takes an address in once its code was typed. Channels never see a
hash or a stored code.
"""
