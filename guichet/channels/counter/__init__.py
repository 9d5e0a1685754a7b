"""The counter: staff of a branch or call centre act for the client before them, who has consented,
by the same forms as the client.
"""
