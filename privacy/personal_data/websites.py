"""Models of the apps below privacy that hold nobody's data: sites, pictures, search, jobs."""

from django_tasks_db.models import DBTaskResult

from contactatonce.brands.models import Brand, Calendar, Holiday, HostAlias, Office, OpeningHours
from contactatonce.jobs.models import Effect, PeriodicRun
from media.models import Image, Rendition
from moderation.models import Token, Training, WatchedWord
from privacy.registry import holds_nobody
from publishing.models import Redirect
from search.models import Entry, LinkProblem

WEBSITE = "It describes the websites, not a person."
WORKINGS = "It is the machine's own bookkeeping and carries ids only."
holds_nobody(
    Brand,
    "slug name kind host tagline description mail_name mail_from accent accent_dark tint "
    "typeface mark embedding_hosts calendar answer_hours position",
    because=WEBSITE,
)
holds_nobody(HostAlias, "brand host", because=WEBSITE)
holds_nobody(Calendar, "name time_zone", because=WEBSITE)
holds_nobody(OpeningHours, "calendar weekday opens_at closes_at", because=WEBSITE)
holds_nobody(Holiday, "calendar day_on name", because=WEBSITE)
holds_nobody(
    Office,
    "name address phone fax email time_zone position",
    because="It is the company itself.",
)
holds_nobody(
    Image,
    "title file alt decorative width height content_hash uploaded_by uploaded_at rendered_at",
    because="It is a picture that our staff chose for the websites; no visitor sends one.",
)
holds_nobody(
    Rendition,
    "image format width height size file",
    because="It is a smaller copy of such a picture, without what a camera writes into its files.",
)
holds_nobody(
    Redirect,
    "brand old_path target hits last_hit_on",
    because="It counts uses of an address, not people, and names no visitor.",
)
holds_nobody(
    Entry,
    "model object_id path title text title_words text_words",
    because="It is a copy of what the websites publish; inquiries and comments are not searched.",
)
holds_nobody(LinkProblem, "brand kind path target status found_at", because=WEBSITE)
holds_nobody(WatchedWord, "word note", because="It is a word that our staff look out for.")
holds_nobody(Training, "kind learned_at spam ham", because="It counts texts.")
holds_nobody(
    Token,
    "digest spam ham",
    because=(
        "It counts keyed digests of words that occur in two texts at least, and is rebuilt "
        "every hour from the remaining texts."
    ),
)
holds_nobody(PeriodicRun, "name last_run_at", because=WORKINGS)
holds_nobody(Effect, "key job_id started_at finished_at", because=WORKINGS)
holds_nobody(
    DBTaskResult,
    "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids "
    "queue_name backend_name run_after return_value exception_class_path traceback",
    because=WORKINGS,
)
