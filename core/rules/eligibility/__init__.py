"""Eligibility checks: can a session be confirmed, edited, canceled and billed?"""
