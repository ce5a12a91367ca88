"""The rows of the extracts: a dataclass per file, its fields the file's columns in order."""
