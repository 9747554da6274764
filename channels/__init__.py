"""The doors beside Telegram: widget, e-mail, SMS and telephone."""
