"""What no click causes: today, sending messages. One worker at a time, by a lease."""
