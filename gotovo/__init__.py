"""Puts the rooms together: settings, doors, worker, courier and the command line of one running Gotovo."""

__version__ = "0.1.0"
