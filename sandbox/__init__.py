"""A strict Telegram Bot API emulator over real HTTP, with people who use it; it knows nothing of the product."""

from sandbox.engine import Sandbox
from sandbox.faults import Fault
from sandbox.person import Person
from sandbox.view import Message

__all__ = ["Fault", "Message", "Person", "Sandbox"]
