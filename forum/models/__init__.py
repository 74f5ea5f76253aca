"""Models of the community forum."""

from .boards import Board, Tag
from .drafts import Draft
from .members import Member
from .notifications import Notification, ReadMark, Watch
from .posts import Picture, Post, PostVersion
from .reports import Report
from .silences import Silence
from .topics import Topic, TopicEvent
from .trust import TrustLevel

__all__ = [
    "Board",
    "Draft",
    "Member",
    "Notification",
    "Picture",
    "Post",
    "PostVersion",
    "ReadMark",
    "Report",
    "Silence",
    "Tag",
    "Topic",
    "TopicEvent",
    "TrustLevel",
    "Watch",
]
