"""A sandbox bill consolidator: it takes bills from the institution, plays the counters of banks and
ATMs on which they are paid, notices payments, and settles each day. Lines can be made bad: notices
lost, sent twice, payments taken back.
"""
