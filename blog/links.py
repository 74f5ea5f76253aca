"""Purposes of the secret links that readers get (privacy/secret_links.py)."""

COMMENT = "blog.comment"  # the page of a comment, for its author
COMMENT_ADDRESS = "blog.comment-address"  # only a mail leads there
SUBSCRIPTION = "blog.subscription"
