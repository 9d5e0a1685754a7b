"""Money going out: orders to pay, batches that two people release, and what the bank makes of each
transfer.

An *order* says that a party is to be paid; from then on the amount is no longer to the party's
credit but payable. A *batch* gathers waiting orders into *transfers*, one attempt at paying an
order each; a second person releases it and it leaves as one file, once. What comes back
(*comebacks*) waits for somebody to decide: pay again, or back to the credit.
"""
