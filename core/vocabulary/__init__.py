"""The closed lists of words the product speaks in.

Every value is stored as text under a CHECK constraint and shown through `words.label()`,
so that no stored text is ever taken for Markdown.
"""
