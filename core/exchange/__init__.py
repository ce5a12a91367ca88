"""The intake room: the platform's extracts come in here, typed and checked row by row."""
