"""`python -m bot`: what the launcher runs once the environment is there."""

import sys

from bot.command_line.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
