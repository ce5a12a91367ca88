"""The figures of the compliance page, one file each."""
