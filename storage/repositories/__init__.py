"""One mapper per aggregate."""
