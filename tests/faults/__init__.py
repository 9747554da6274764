"""Faults: what is promised although processes are killed, Telegram is away, clocks jump and people press twice (docs/faults.md)."""
