"""The form of a digest, opened and read back; saving proves that we may post in its channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.request import Request
from commands.views.digest_form import QUIET, WARNINGS, Opened, digest_form, saved_view
from commands.views.schedule import BY_PEOPLE, confirmation_message
from commands.zones import is_zone
from funnel.catalogue.entries import Framework
from funnel.errors import BadForm
from funnel.model import Deed, Person, Rhythm, Schedule, Workspace
from storage.store import Tx

Post = Callable[[str, Message], None]
"""Posts into a channel. Raises CannotPost when Slack does not let us."""


class CannotPost(BadForm):
    """Slack keeps us out of the chosen channel; the form stays open and says what to type."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"channel": sentence})


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent the form, and when."""

    workspace: str
    user: str
    now: datetime


def open_digest_form(request: Request, deps: Deps, existing: Schedule | None) -> Modal:
    """With what the channel has, else with the defaults in the asker's own zone."""
    with deps.store.read(request.workspace) as tx:
        workspace = tx.workspace.get()
    here = "" if request.channel.startswith("D") else request.channel
    schedule = existing or new_schedule(request, deps, workspace, channel=here)
    opened = Opened(here, request.private, schedule.number)
    frameworks = _own_first(deps.catalogue.frameworks, workspace.framework)
    return Modal(digest_form(schedule, frameworks, opened=opened))


def new_schedule(request: Request, deps: Deps, workspace: Workspace, *, channel: str) -> Schedule:
    """The defaults: every day at 09:00 in the asker's zone, the whole default framework."""
    zone = deps.people.get(request.workspace, request.user).zone
    return Schedule(
        0,
        channel,
        zone if is_zone(zone) else workspace.zone,
        framework=workspace.framework,
        owner=request.user,
    )


def save_digest(
    view: Mapping[str, Any], sender: Sender, deps: Deps, *, post: Post
) -> dict[str, Any]:
    """The view that takes the form's place. The confirmation is posted before anything is stored.

    Raises BadForm with a sentence for each wrong field; then nothing is stored or posted. The same
    form sent again stores and posts nothing more.
    """
    opened = Opened.of(view["private_metadata"])
    person = deps.people.get(sender.workspace, sender.user)
    with deps.store.read(sender.workspace) as tx:
        workspace = tx.workspace.get()
        frameworks = _own_first(deps.catalogue.frameworks, workspace.framework)
        wanted = _read(view["state"]["values"], frameworks, opened, sender)
        before = _to_change(tx, wanted, opened, person)
    if before is not None:
        # What Slack's refusal paused runs again once the confirmation went through.
        paused = before.paused if before.paused.startswith(BY_PEOPLE) else ""
        wanted = replace(wanted, number=before.number, owner=before.owner, paused=paused)
        if replace(wanted, created_at=before.created_at) == before:
            return saved_view(before, now=sender.now)
    framework = deps.catalogue.framework(wanted.framework)
    post(
        wanted.channel,
        confirmation_message(
            wanted, framework, now=sender.now, user=sender.user, changed=before is not None
        ),
    )
    with deps.store.write(sender.workspace) as tx:
        _store(tx, wanted, sender)
    deps.wake()
    return saved_view(wanted, now=sender.now)


def may_change(schedule: Schedule, person: Person) -> bool:
    """Its owner and admins."""
    return person.is_admin or person.id == schedule.owner


def _store(tx: Tx, schedule: Schedule, sender: Sender) -> None:
    action = "digest_changed" if schedule.number else "digest_set_up"
    if schedule.number:
        tx.schedules.save(schedule)
    else:
        schedule = tx.schedules.add(schedule)
    details = {"rhythm": str(schedule.rhythm), "at": f"{schedule.at:%H:%M}", "zone": schedule.zone}
    tx.audit.add(Deed(sender.now, sender.user, action, str(schedule.number), details))


def _read(
    values: Mapping[str, Any], frameworks: Sequence[Framework], opened: Opened, sender: Sender
) -> Schedule:
    """The schedule that the fields say. Dates before now are not owed: it counts from now on."""
    channel = values["channel"]["value"]["selected_conversation"]
    zone = (values["zone"]["zone"]["selected_option"] or {}).get("value", "")
    at = values["at"]["value"]["selected_time"]
    framework, stages, mixed = _stages(values, frameworks)
    wrong = {
        "channel": "" if channel else "Choose the channel that should get the digest.",
        "zone": "" if is_zone(zone) else "Choose a time zone; type a city such as Berlin.",
        "at": "" if at else "Choose the hour.",
        "stages": mixed,
    }
    if any(wrong.values()):
        raise BadForm({field: words for field, words in wrong.items() if words})
    options = {one["value"] for one in values["options"]["value"]["selected_options"] or []}
    return Schedule(
        0,
        channel,
        zone,
        at=time.fromisoformat(at),
        rhythm=Rhythm(values["rhythm"]["value"]["selected_option"]["value"]),
        weekday=int(values["weekday"]["value"]["selected_option"]["value"]),
        framework=framework,
        stages=stages,
        owner=sender.user,
        # Slack does not tell what kind another channel is: it is treated as private.
        private=opened.private if channel == opened.channel else True,
        quiet=QUIET.value in options,
        warnings=WARNINGS.value in options,
        created_at=sender.now,
    )


def _stages(
    values: Mapping[str, Any], frameworks: Sequence[Framework]
) -> tuple[str, tuple[str, ...], str]:
    """(framework, stages, what is wrong); all stages of a framework are kept as none chosen."""
    chosen = {one["value"] for one in values["stages"]["value"]["selected_options"] or []}
    touched = [one for one in frameworks if chosen & {stage.key for stage in one.stages}]
    if len(touched) > 1:
        names = " or ".join(one.name.lower() for one in touched)
        return "", (), f"Choose stages of one of the two: {names}."
    framework = touched[0] if touched else frameworks[0]
    kept = tuple(stage.key for stage in framework.stages if stage.key in chosen)
    return framework.key, kept if len(kept) < len(framework.stages) else (), ""


def _to_change(tx: Tx, wanted: Schedule, opened: Opened, person: Person) -> Schedule | None:
    """The stored digest that the form is about. Raises BadForm if it is somebody else's, or if
    the channel has another one already."""
    there = tx.schedules.of_channel(wanted.channel)
    edited = tx.schedules.get(opened.number) if opened.number else None
    if there is not None and edited is not None and there.number != edited.number:
        raise BadForm({"channel": "That channel has a digest already. Edit it there."})
    before = edited or there
    if before is not None and not may_change(before, person):
        raise BadForm(
            {"channel": "That channel has a digest; only its owner or an admin edits it."}
        )
    return before


def _own_first(frameworks: Sequence[Framework], key: str) -> tuple[Framework, ...]:
    return tuple(sorted(frameworks, key=lambda one: one.key != key))
