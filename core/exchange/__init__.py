"""Imports extracts from the platform and exports changes to it."""
