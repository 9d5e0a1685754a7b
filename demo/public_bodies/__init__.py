"""The civil and the commercial registry of the synthetic world, as a real HTTP service.

A trial institution asks them over the network exactly as it would ask the true ones, and an
operator can make them slow, silent or wrong to see what the institution does then.
``python -m demo.public_bodies --port 8701``; the contract is in ``server``.
"""
