"""What every page-showing channel shares: the frame of a page, components, style, tags, safe
headers.
"""
