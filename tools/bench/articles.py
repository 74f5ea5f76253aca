"""Load the posts of content/, without their covers, and comments under one: ARTICLE."""

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402  needs the settings set up

from blog.comments.demo import load_thread  # noqa: E402  after the settings
from blog.models import Post  # noqa: E402
from blog.seed import load_posts  # noqa: E402

ARTICLE = "when-to-pick-up-the-phone"
TEXT = "We tried this for a month. *Whose* answer it was mattered more than the answer itself."
COMMENTS = [
    {
        "name": f"Reader {number}",
        "hours": 60,
        "text": f"{TEXT} It is number {number}.",
        "is_reply": number % 5 == 4,
    }
    for number in range(50)
]

if __name__ == "__main__":
    load_posts()
    load_thread(Post.objects.get(slug=ARTICLE), COMMENTS)
    DBTaskResult.objects.all().delete()  # no worker runs, and tools.bench.count counts jobs
