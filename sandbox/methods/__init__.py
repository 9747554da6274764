"""Answers for having every Bot API method registered once this package is imported."""

from sandbox.methods import answers, chats, copying, downloads, editing, media, messages, profile, receiving, topics
from sandbox.registry import METHODS

__all__ = [
    "METHODS",
    "answers",
    "chats",
    "copying",
    "downloads",
    "editing",
    "media",
    "messages",
    "profile",
    "receiving",
    "topics",
]
