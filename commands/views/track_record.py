"""The track record as a message: verdict first, then what was said against what came true."""

from collections.abc import Mapping

from commands.blocks import Block, Cell, Message, Number, bold, context, section, table
from commands.ids import Block as Id
from commands.views.goal_words import STATES
from funnel.model import GoalState
from funnel.smart_odds import percent
from funnel.track_record import REPLAYED, BreakAnswers, Replayed, TrackRecord, Verdict

SAYS = {
    Verdict.BETTER: "The stated chances tell more than the share of goals that are reached",
    Verdict.NO_DIFFERENCE: "The stated chances do not yet differ from the share of goals reached",
    Verdict.WORSE: "The stated chances tell less than the share of goals that are reached",
}
HEAD = ("Stated", "Said", "Came true", "Goals")
STATED = (
    "Stated when a goal goes live and at 25, 50 and 75% of its time. A Brier score of 0 is "
    "perfect, 0.25 is a coin; skill is the gain over always saying the share reached."
)


def track_record_message(
    record: TrackRecord | None,
    kinds: Mapping[str, TrackRecord],
    states: Mapping[str, tuple[int, int]],
    answers: BreakAnswers,
    *,
    waiting: int,
) -> Message:
    """`waiting` are goals with a stated chance that are not judged yet."""
    verdict = _verdict(record)
    blocks: list[Block] = [section(Id.VERDICT, bold(verdict))]
    if record is not None:
        blocks.append(table(Id.TABLE, "Said and came true", HEAD, _rows(record)))
        lines = [*(_kind(*each) for each in kinds.items()), *_states(states)]
        blocks.append(section("kinds", "\n".join(lines)))
    if record is None or record.verdict is Verdict.TOO_LITTLE:
        blocks.append(section("replayed", _replayed(REPLAYED)))
    blocks.append(section("warnings", _answers(answers)))
    blocks.append(context(Id.NOTE, _waiting(waiting), STATED))
    return Message(verdict, tuple(blocks))


def _verdict(record: TrackRecord | None) -> str:
    if record is None:
        return "No goal with a stated chance has been judged yet, so there is no track record."
    score = f"Brier {record.brier:.3f} over {_goals(record.goals)}"
    if record.skill is not None:
        score += f", skill {record.skill:+.2f}"
    if record.verdict is Verdict.TOO_LITTLE:
        more = _goals(record.more_goals)
        return f"Too little to tell: {score}. It needs at least {more} more."
    return f"{SAYS[record.verdict]}: {score}."


def _replayed(found: Replayed) -> str:
    return (
        f"Until then, a replay stands in: on {found.questions:,} questions about "
        f"{found.histories} real series of other companies, each answered from its past alone, "
        f"the same method reached a Brier score of {found.brier:.3f}. None of your goals is in it."
    )


def _rows(record: TrackRecord) -> list[list[Cell]]:
    return [
        [
            f"{row.first:.0%}–{row.last:.0%}",
            Number(percent(row.said), row.said),
            f"{percent(row.came_true)} ({percent(row.low)}–{percent(row.high)})",
            Number(str(row.goals), row.goals),
        ]
        for row in record.rows
    ]


def _kind(name: str, record: TrackRecord) -> str:
    reached = f"{percent(record.base_rate)} reached"
    return f"{name}: {_goals(record.goals)}, {reached}, Brier {record.brier:.3f}"


def _states(states: Mapping[str, tuple[int, int]]) -> list[str]:
    """ "Reached, of goals once called on track: 8 of 9; off track: 0 of 3." """
    told = [
        f"{STATES[state]}: {states[state][0]} of {states[state][1]}"
        for state in (GoalState.ON_TRACK, GoalState.AT_RISK, GoalState.OFF_TRACK)
        if state in states
    ]
    return [f"Reached, of goals once called {'; '.join(told)}."] if told else []


def _answers(said: BreakAnswers) -> str:
    """ "Warnings: 14 told, of which 5 useful, 2 noise, 3 an event; 4 without an answer." """
    if not said.told:
        return "Warnings: none told yet. The buttons *Useful* and *Noise* on each are counted here."
    if not said.useful + said.noise + said.event:
        return f"Warnings: {said.told} told; nobody has called one useful or noise yet."
    counts = ((said.useful, "useful"), (said.noise, "noise"), (said.event, "explained by an event"))
    named = [f"{count} {word}" for count, word in counts if count]
    silent = said.told - said.useful - said.noise - said.event
    named += [f"{silent} without an answer"] if silent > 0 else []
    return f"Warnings: {said.told} told, of which {', '.join(named)}."


def _waiting(count: int) -> str:
    if count == 0:
        return "No goal waits for its result."
    return f"{_goals(count)} with a stated chance {'waits' if count == 1 else 'wait'} for a result."


def _goals(count: int) -> str:
    return "1 goal" if count == 1 else f"{count} goals"
