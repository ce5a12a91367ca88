"""Records that contradict themselves, found by one statement for each kind of contradiction."""
