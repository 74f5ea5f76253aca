"""Changes of the forum: members, posts, topics."""
