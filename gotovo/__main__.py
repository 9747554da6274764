"""Makes `python -m gotovo` the same as the command `gotovo`."""

from gotovo.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
