"""The formats of workbooks: what each says beside the values, and whether it is safe to read.

Calamine gives the values of every format. It builds a sheet as one dense area and takes what a
file says of itself for granted, so each format is looked at first: how far its cells reach, how
much it unpacks to, which of its values are lost, what is hidden.
"""
