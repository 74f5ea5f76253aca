"""Proofs for privacy and the apps below it, which do not know the promises."""

from . import erasing, mail, network, reading, rights, security, sharing, sites, wording  # noqa: F401  each registers its proofs
