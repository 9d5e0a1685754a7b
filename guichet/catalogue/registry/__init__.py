"""Services of the register: establishments, workers, wages.

`facts` and `wages` hold what several of them share; every other file is a service.
"""
