"""The demo: a made-up platform of 60 providers and two years of care that end on a given day.

It is written and imported as extracts; then fictional staff work on about 150 requests. The same
day gives the same records; made before noon of its own day, it lacks what is still to happen.
"""
