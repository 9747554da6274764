"""Thin handlers: recognise, call the use case, say. Routers do not import each other."""
