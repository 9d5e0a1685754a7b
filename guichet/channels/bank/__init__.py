"""Banks and ATM networks that ask and pay live: ISO 8583 over TCP, a profile for each acquirer.

`profile` says how an acquirer writes, `wire` frames it, `message` reads and answers, `desk` settles
many messages in one
``atomic``, `host` keeps the connections. An answer stands in the database before it is sent, so
whoever asks again gets the same one.
"""
