"""The proofs of privacy itself and of the floor below it, which knows no privacy."""

from . import erasing, mail, network, reading, rights, security, sharing, sites, wording

__all__ = [
    "erasing",
    "mail",
    "network",
    "reading",
    "rights",
    "security",
    "sharing",
    "sites",
    "wording",
]
