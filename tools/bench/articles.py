"""Load the posts of content/, without their covers: `python -m tools.bench.articles`."""

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402  needs the settings set up

from blog.seed import load_posts  # noqa: E402  after the settings

if __name__ == "__main__":
    load_posts()
    DBTaskResult.objects.all().delete()  # no worker runs, and tools.bench.count counts jobs
