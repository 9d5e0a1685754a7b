"""The work list of medical boards, and the page on which a finding is written and agreed in."""
