"""`/funnel help`: what this channel has, the most useful next steps, examples of own metrics."""

from collections.abc import Sequence

from commands.blocks import Message
from commands.deps import Deps
from commands.request import Request
from commands.verb import Verb
from commands.views.help import Step, Topic, empty_message, help_message, topic_message
from commands.views.verdict import title
from funnel.catalogue import Catalogue
from funnel.errors import Suggestion, UnknownCommand
from funnel.model import SeriesState
from storage.store import Tx

ALL = "all"
EXAMPLES = 2


def show_help(request: Request, deps: Deps, *, verbs: Sequence[Verb]) -> Message:
    """Raises UnknownCommand for a topic that is no verb."""
    topic = request.args.casefold()
    if topic not in ("", ALL):
        return topic_message(_topic(_verb_named(topic, verbs)))
    with deps.store.read(request.workspace) as tx:
        catalogue = deps.catalogue_of(tx)
        states = tx.series.totals()
        here = _here(request, tx, states)
    if not states and topic != ALL:
        return empty_message()
    return help_message(
        [_topic(verb) for verb in verbs],
        here=here,
        steps=_steps(states, catalogue, verbs=verbs),
        examples=_examples(states, catalogue),
    )


def _verb_named(word: str, verbs: Sequence[Verb]) -> Verb:
    for verb in verbs:
        if word == verb.name or word in verb.aliases:
            return verb
    raise UnknownCommand(
        f'There is no help on "{word}".',
        "These have some: " + ", ".join(verb.name for verb in verbs) + ".",
        suggestions=(Suggestion("All help", "help"),),
    )


def _topic(verb: Verb) -> Topic:
    return Topic(verb.usage, verb.what, verb.examples)


def _here(request: Request, tx: Tx, states: Sequence[SeriesState]) -> str:
    """One sentence on what this conversation has; nothing of other private places."""
    metrics = len({state.metric for state in states})
    goals = [
        goal
        for goal in tx.goals.all()
        if goal.channel == request.channel or (not goal.private and not request.channel)
    ]
    digest = tx.schedules.of_channel(request.channel) if request.channel else None
    parts = [f"{metrics} {'metric has' if metrics == 1 else 'metrics have'} numbers"]
    if goals:
        parts.append(f"{len(goals)} {'goal' if len(goals) == 1 else 'goals'} here")
    if digest is not None:
        parts.append(f"a {digest.rhythm} digest at {digest.at:%H:%M} {digest.zone}")
    return ", ".join(parts) + "."


def _steps(
    states: Sequence[SeriesState], catalogue: Catalogue, *, verbs: Sequence[Verb]
) -> list[Step]:
    """The five most useful next steps among the verbs that exist."""
    known = {verb.name for verb in verbs}
    name = _first_name(states, catalogue)
    wanted = [
        Step("Status", "status"),
        Step("Log a number", "log"),
        Step("New goal", "goal new"),
        Step("Goals", "goals"),
        Step("Open breaks", "breaks"),
        Step("Digest here", "digest"),
        Step(name, f"metric {name}") if name else Step("All names", "metrics"),
        Step("All names", "metrics"),
    ]
    able = [step for step in wanted if step.command.split()[0] in known]
    return able[:5]


def _first_name(states: Sequence[SeriesState], catalogue: Catalogue) -> str:
    names = _names(states, catalogue)
    return names[0] if names else ""


def _names(states: Sequence[SeriesState], catalogue: Catalogue) -> list[str]:
    """Metrics with numbers, the longest known first."""
    by_length = sorted(states, key=lambda state: -state.periods)
    keys = dict.fromkeys(state.metric for state in by_length if catalogue.has_metric(state.metric))
    return [title(catalogue.metric(key)) for key in keys]


def _examples(states: Sequence[SeriesState], catalogue: Catalogue) -> list[str]:
    names = _names(states, catalogue)[:EXAMPLES] or ["sessions"]
    return ["status decision", *(f"metric {name.lower()}" for name in names), "log last"]
