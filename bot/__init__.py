"""How Gotovo speaks and listens in Telegram."""
