"""What a pasted message proposes for a form: pure functions over its text, which keep nothing."""
