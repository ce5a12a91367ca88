"""The demo: a made-up platform of 60 providers and two years of care that end on a given day.

It is written as the CSV extracts in which real records arrive, and comes in the way they do.
Everybody in it is synthetic: e-mails end in `.example`, phones are 555-01xx, streets do not
exist, and NPIs begin with 2 (sound by their check digit, from a range not handed out so far).
The same day gives the same files, byte for byte.
"""
