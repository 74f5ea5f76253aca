"""Captions (WebVTT)."""


class Refused(Exception):
    pass


def parse(text: str) -> list[str]:
    return text.splitlines()


def transcript(cues: list[str]) -> str:
    return "\n".join(cues)
