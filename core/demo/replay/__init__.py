"""The demo's requests, filed and worked on by the fictional staff through the real actions.

Each is a generator that acts and yields the instant of its next step; all share one calendar.
"""
