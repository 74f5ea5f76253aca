"""Paths and addresses of redirects: what may be one, and which are the same."""

from urllib.parse import quote, unquote, urlsplit, urlunsplit

LONGEST = 500
NOT_IN_AN_ADDRESS = frozenset(" \t\r\n\\<>\"'`{}|^\0")
SAFE = "/%:@!$&()*+,;=~-._"


def old_path(path: str) -> str:
    """Return the one form of a path under which a redirect is kept and sought.

    Letter case, percent-encoding and a slash at the end make no difference. ValueError where it is
    no path of a site.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError("An old address is a path and begins with one slash, such as /old-name/.")
    if any(mark in path for mark in "?#"):
        raise ValueError("An old address has neither ? nor #: what follows is led along anyway.")
    plain = unquote(path).lower()
    if any(letter in plain for letter in "\0\r\n") or len(plain) > LONGEST:
        raise ValueError("This is no address that a page can have.")
    return plain.rstrip("/") + "/" if plain != "/" else plain


def target(address: str) -> str:
    """Return the target of a redirect as it is stored; "" means that the page is gone.

    It is a path of the same site or an https URL. Raise ValueError for any other scheme, //host,
    user:password@, or a backslash that a browser reads as a slash.
    """
    if not address:
        return ""
    if len(address) > LONGEST or NOT_IN_AN_ADDRESS.intersection(address):
        raise ValueError("An address has no spaces, quotes, backslashes or angle brackets.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ValueError("This is no address.") from error
    if address.startswith("/") and not parts.netloc and not address.startswith("//"):
        return urlunsplit(("", "", quote(parts.path, safe=SAFE), parts.query, parts.fragment))
    has_no_secret = parts.username is None and parts.password is None
    is_host = "." in (parts.hostname or "") and port in {None, 443}
    if parts.scheme == "https" and is_host and has_no_secret:
        return address
    raise ValueError("Write a path such as /new-name/, or an address that begins with https://.")


def with_query(address: str, query: str) -> str:
    """Return `address` with the visitor's query string behind its own."""
    if not query:
        return address
    parts = urlsplit(address)
    joined = f"{parts.query}&{query}" if parts.query else query
    return urlunsplit(parts._replace(query=joined))
