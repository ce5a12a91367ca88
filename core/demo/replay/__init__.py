"""The demo's requests, made by replaying the real actions with a past `now`.

Each request is a *story*: a generator that performs actions on the stage and yields the next
instant at which something happens to it. All stories run in the order of time; one whose next
instant is still to come stays where it is, which is how open requests arise.
"""
