"""`python -m bot` is `funnelbot`."""

from bot.cli import main

if __name__ == "__main__":
    main()
