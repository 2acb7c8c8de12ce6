"""Errors whose sentences are written for the person who caused them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A command that the person may have meant; shown as a button that runs it."""

    label: str
    command: str  # what follows `/funnel`, e.g. "metric cart abandonment rate"


class FunnelError(Exception):
    """Says what was wrong (`message`) and what to type instead (`hint`)."""

    def __init__(
        self, message: str, hint: str = "", *, suggestions: tuple[Suggestion, ...] = ()
    ) -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint
        self.suggestions = suggestions


class UnknownCommand(FunnelError):
    """The first word is no verb, metric or stage."""


class UnknownMetric(FunnelError):
    """No metric of the catalogue or of the workspace goes by that name."""


class UnknownNumber(FunnelError):
    """No goal, break or digest carries that number, or it is not for this place."""


class BadNumber(FunnelError):
    """A value that does not parse, does not fit its unit, or lies outside the metric's range."""


class BadDate(FunnelError):
    """A date that does not parse or lies where it cannot: the future, before the start."""


class BadSegment(FunnelError):
    """A segment that is not written as dimension=value, or that names a person."""


class BadFile(FunnelError):
    """A file that cannot be imported as it is; nothing of it was stored."""


class UnclearFile(BadFile):
    """A file that can be read in two ways; `about` is what has to be said: percent or dates."""

    def __init__(self, about: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.about = about


class BadSetting(FunnelError):
    """A missing or unsafe setting of the process."""


class NotAllowed(FunnelError):
    """The person may not do this; the hint says who may."""


class SlackRefused(FunnelError):
    """Slack said no for good, or cannot be reached; `code` is Slack's own word for it."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class BadForm(FunnelError):
    """A form that cannot be accepted: one sentence for each field (block id) that is wrong."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class BadGoal(BadForm):
    """A goal that cannot go live as it stands."""


class NoComparison(FunnelError):
    """Two periods that cannot be held against each other."""
