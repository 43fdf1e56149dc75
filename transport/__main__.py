"""``python -m transport`` is ``fangang``."""

from transport.cli import main

if __name__ == "__main__":
    main()
