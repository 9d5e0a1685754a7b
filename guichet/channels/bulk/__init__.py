"""Files of many rows: read, checked as a whole, confirmed, worked in chunks, and given back with an
answer a row.

``reading`` and ``sheets`` turn bytes into a table; ``headers`` and ``movement`` turn a table into
askings; ``checking`` and ``working`` take a stored file (``models``, ``files``) through its states,
from pages, jobs or the command line;
``result`` writes the client's own file back with a reference, an outcome and sentences beside each
row.
"""
