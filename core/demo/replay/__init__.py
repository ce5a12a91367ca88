"""The demo's requests, filed and worked on by the fictional staff through the real actions.

Each request is a generator that acts, yields the instant of its next step, and is run at that
instant: all of them share one calendar, and no two things happen at once.
"""
