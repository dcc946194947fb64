"""A signer is asked to sign a version: everything that happens from then on, until it is over."""

from datetime import datetime
from typing import TypedDict

from persistent import Persistent

# How a signature is made.
ON_SITE, REMOTE, PAPER = MODES = ("on_site", "remote", "paper")


class SigningEvent(TypedDict):
    """What happened, as the proof will tell it; `said` holds what only this event knows."""

    at: datetime
    what: str
    by: str
    address: str
    browser: str
    said: dict[str, str]


class SigningRequest(Persistent):  # type: ignore[misc]
    """`signatory` is the role that is asked; `until` the last day the link lives. `identified` is
    by what means, `read` and `mention` what she did herself; `ended` how it is over, and empty
    while it runs."""

    identified = ""
    read = False
    mention = ""
    mention_entered = ""
    ended = ""
    because = ""

    def __init__(
        self, signatory: str, mode: str, asked_by: str, asked_at: datetime, until: datetime
    ) -> None:
        self.signatory = signatory
        self.mode = mode
        self.asked_by = asked_by
        self.asked_at = asked_at
        self.until = until
        self.events: tuple[SigningEvent, ...] = ()

    @property
    def runs(self) -> bool:
        return not self.ended

    @property
    def strokes(self) -> str:
        """Of the mention that counts, when it was drawn."""
        said = [event["said"] for event in self.events if event["what"] == "mention"]
        return said[-1].get("strokes", "") if said else ""

    def happened(self, event: SigningEvent) -> None:
        self.events = (*self.events, event)

    def end(self, how: str, because: str = "") -> None:
        if self.ended:
            raise ValueError(f"already {self.ended}")
        self.ended, self.because = how, because
