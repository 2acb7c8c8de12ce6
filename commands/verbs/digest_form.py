"""The form of a digest, opened and read back; saving proves that we may post in its channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commands.blocks import Message, Modal, Option, as_text
from commands.deps import Deps
from commands.digests import gather
from commands.request import Request
from commands.verbs.digest_rights import covered_until, may_change
from commands.verbs.digest_votes import votes_of
from commands.views.digest import digest_message
from commands.views.digest_answers import Answers, read_answers
from commands.views.digest_form import Opened, digest_form, saved_view
from commands.views.schedule import BY_PEOPLE, ZoneOf, confirmation_message
from commands.views.window import window_view
from commands.zones import is_zone
from funnel.catalogue.entries import Framework
from funnel.errors import BadForm
from funnel.model import (
    Deed,
    Person,
    Workspace,
)
from funnel.periods.holidays import country_of
from funnel.schedules import Schedule
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


def open_digest_form(
    request: Request, deps: Deps, existing: Schedule | None, *, personal: bool = False
) -> Modal:
    """With what the channel has, else with the defaults in the zone of its creator."""
    here = "" if request.channel.startswith("D") else request.channel
    proposed = ZoneOf() if existing else _zone_for("" if personal else here, request, deps)
    with deps.store.read(request.workspace) as tx:
        workspace = tx.workspace.get()
        channel = request.user if personal else here
        schedule = existing or new_schedule(request, deps, workspace, channel=channel)
        if proposed.zone:
            schedule = in_zone(schedule, proposed.zone)
        personal = schedule.personal
        private = schedule.private if existing else request.private or personal
        opened = Opened(schedule.channel, private, schedule.number, personal, zone_of=proposed)
        return Modal(_drawn(tx, schedule, deps, opened, now=request.now))


def _zone_for(channel: str, request: Request, deps: Deps) -> ZoneOf:
    """That of the channel's creator, who most likely lives where its readers do; of the asker
    where nobody knows the creator; nothing for zones that are none."""
    maker = deps.people.creator(channel) if channel else None
    if maker is not None and is_zone(maker.zone):
        return ZoneOf(maker.zone, maker.id, maker.name or "Somebody", channel)
    asker = deps.people.get(request.workspace, request.user)
    return ZoneOf(asker.zone, asker.id, asker.name) if is_zone(asker.zone) else ZoneOf()


def in_zone(schedule: Schedule, zone: str) -> Schedule:
    """With the holidays of the zone's country."""
    return replace(schedule, zone=zone, country=country_of(zone))


def new_schedule(request: Request, deps: Deps, workspace: Workspace, *, channel: str) -> Schedule:
    """The defaults: every day at 09:00 in the asker's zone, the whole default framework. A
    personal one keeps silent when there is nothing to say, and warnings go to channels."""
    zone = deps.people.get(request.workspace, request.user).zone
    zone = zone if is_zone(zone) else workspace.zone
    schedule = Schedule(
        0,
        channel,
        zone,
        framework=workspace.framework,
        owner=request.user,
        country=country_of(zone),
    )
    if not schedule.personal:
        return schedule
    return replace(schedule, private=True, quiet=True, warnings=False)


def redrawn(view: Mapping[str, Any], sender: Sender, deps: Deps) -> dict[str, Any]:
    """The form with the fields that its answers call for; all that was typed stays."""
    opened = Opened.of(view["private_metadata"])
    with deps.store.read(sender.workspace) as tx:
        said = _answers(tx, view, opened, sender, deps).schedule
        return Modal(_drawn(tx, said, deps, opened, now=sender.now)).sealed()


def preview(view: Mapping[str, Any], sender: Sender, deps: Deps) -> dict[str, Any]:
    """A window with the digest that the answers would give now; nothing is stored."""
    opened = Opened.of(view["private_metadata"])
    with deps.store.read(sender.workspace) as tx:
        said = _answers(tx, view, opened, sender, deps).schedule
        said = said if said.zone else replace(said, zone=tx.workspace.get().zone)
        since = covered_until(tx, said) if said.number else None
        facts = gather(tx, said, deps.catalogue_of(tx), now=sender.now, since=since)
    return Modal(window_view(as_text(_without_buttons(digest_message(facts))))).sealed()


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
        answers = _answers(tx, view, opened, sender, deps)
        wanted = _checked(answers)
        before = _to_change(tx, wanted, opened, person)
    if before is not None:
        # What Slack's refusal paused runs again once the confirmation went through.
        by_people = before.paused.startswith(BY_PEOPLE)
        wanted = replace(
            wanted,
            number=before.number,
            owner=before.owner,
            channel=before.channel if before.personal else wanted.channel,
            alarm=before.alarm,
            paused=before.paused if by_people else "",
            paused_until=before.paused_until if by_people else None,
        )
        if replace(wanted, created_at=before.created_at) == before:
            return saved_view(before, now=sender.now)
    framework = deps.catalogue.framework(wanted.framework)
    post(
        wanted.channel,
        confirmation_message(
            wanted,
            framework,
            now=sender.now,
            user=sender.user,
            changed=before is not None,
            zone_of=opened.zone_of,
        ),
    )
    with deps.store.write(sender.workspace) as tx:
        _store(tx, wanted, sender)
    deps.wake()
    return saved_view(wanted, now=sender.now)


def _drawn(
    tx: Tx, schedule: Schedule, deps: Deps, opened: Opened, *, now: datetime
) -> dict[str, Any]:
    catalogue = deps.catalogue_of(tx)
    known = [catalogue.metric(key) for key in schedule.metrics if catalogue.has_metric(key)]
    metrics = [Option(metric.name, metric.key) for metric in known]
    frameworks = _own_first(deps.catalogue.frameworks, tx.workspace.get().framework)
    votes = votes_of(tx, opened.number, now) if opened.number else ""
    return digest_form(
        schedule,
        frameworks,
        opened=opened,
        metrics=metrics,
        votes=votes,
        outside=deps.outside_channels,
    )


def _answers(
    tx: Tx, view: Mapping[str, Any], opened: Opened, sender: Sender, deps: Deps
) -> Answers:
    frameworks = _own_first(deps.catalogue.frameworks, tx.workspace.get().framework)
    values = view["state"]["values"]
    return read_answers(values, frameworks, opened, user=sender.user, now=sender.now)


def _checked(answers: Answers) -> Schedule:
    wrong = dict(answers.wrong)
    if answers.schedule.zone and not is_zone(answers.schedule.zone):
        wrong["zone"] = "Choose a time zone; type a city such as Berlin."
    if wrong:
        raise BadForm(wrong)
    return answers.schedule


def _store(tx: Tx, schedule: Schedule, sender: Sender) -> None:
    action = "digest_changed" if schedule.number else "digest_set_up"
    if schedule.number:
        tx.schedules.save(schedule)
    else:
        schedule = tx.schedules.add(schedule)
    details = {"rhythm": str(schedule.rhythm), "at": f"{schedule.at:%H:%M}", "zone": schedule.zone}
    tx.audit.add(Deed(sender.now, sender.user, action, str(schedule.number), details))


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


def _without_buttons(message: Message) -> Message:
    """In a form's window a button would lead away from what is not saved yet."""
    plain = tuple(
        {key: held for key, held in block.items() if key != "accessory"}
        for block in message.blocks
        if block["type"] != "actions"
    )
    return replace(message, blocks=plain)


def _own_first(frameworks: Sequence[Framework], key: str) -> tuple[Framework, ...]:
    return tuple(sorted(frameworks, key=lambda one: one.key != key))
