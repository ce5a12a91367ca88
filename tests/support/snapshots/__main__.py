"""Writes every snapshot."""

from tests.support.snapshots import PLACE, SNAPSHOTS, snapshot

for name in SNAPSHOTS:
    (PLACE / f"{name}.txt").write_text(snapshot(name), "utf-8")
