"""Store a topic with 20 posts; the forum's index leads to it."""

import django

django.setup()

from tools.load_forum import load_forum  # noqa: E402  needs the settings set up

if __name__ == "__main__":
    load_forum(20, long=20)
