"""Answers to acquirers belong to the bank line, which has a process and a role of its own (see
`engine.row_policies`).
"""

from guichet.engine.row_policies import behind_the_counter

ROWS = {"bank_answer": behind_the_counter()}
