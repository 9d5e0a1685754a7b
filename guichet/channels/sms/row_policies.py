"""Texts belong to the gateways, which have processes and a role of their own (see
`engine.row_policies`).
"""

from guichet.engine.row_policies import behind_the_counter, free

ROWS = {
    **{
        f"sms_{name}": behind_the_counter()
        for name in ("incoming", "conversation", "outgoing", "piece", "report", "silence")
    },
    "sms_heard": free("numbers of events"),
}
