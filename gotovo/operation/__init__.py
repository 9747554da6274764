"""Keeping a company running for years: its health, its backups, and whom to tell."""
