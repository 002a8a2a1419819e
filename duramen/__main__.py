"""`python -m duramen` is the command `duramen`."""

from duramen.cli import main

if __name__ == "__main__":
    main()
