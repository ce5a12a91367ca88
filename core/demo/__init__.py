"""The demo: a made-up platform of 60 providers and two years of care that end on a given day.

It is written as the CSV extracts in which real records arrive, and imported as they are; then
fictional staff work on about 150 requests. Everyone in it is made up: e-mails end in `.example`,
phones are 555-01xx, streets do not exist, and NPIs begin with 2 (valid by their check digit, in a
range that is not issued). The same day gives the same records; a demo made before noon of its own
day lacks what has not happened yet.
"""
