"""Dialogues: declared forms, and their state as rows."""
