"""What employers owe each month for their workers, and why.

A *run* bills one month that is over. A *bill* is what one establishment owes by it; its
*contributions* are its lines, one per engagement and month: those of the month itself, and the
differences that back-dated changes make to months billed before. Nothing issued is altered, so what
is true of an engagement month is the sum of its lines. Every bill is a journal in the ledger.
"""
