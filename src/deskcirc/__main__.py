"""`python -m deskcirc` is the command `deskcirc`."""

from deskcirc.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
