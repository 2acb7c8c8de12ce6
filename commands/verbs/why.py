"""`/funnel why NAME [period] [vs period] [by segment]`: where a change came from."""

from commands.blocks import Message
from commands.deps import Deps
from commands.place import place_of
from commands.request import Request
from commands.views.why import why_message
from commands.views.why_facts import WhyFacts
from commands.views.why_part import part_message
from commands.why_facts import why_facts
from funnel.errors import BadSegment
from funnel.explain import WHOLE


def show_why(request: Request, deps: Deps) -> Message:
    """Raises what `why_facts` does, and BadSegment for a dimension without numbers."""
    with deps.store.read(request.workspace) as tx:
        facts = why_facts(tx, request.args, place_of(tx, request, deps))
    return message_of(facts)


def message_of(facts: WhyFacts) -> Message:
    """The parts, or one of them by segments where a part or a dimension was named."""
    asked, explanation = facts.asked, facts.explanation
    part = asked.part or explanation.lead
    if not asked.part and not asked.by and (part != WHOLE or explanation.best(part) is None):
        return why_message(facts)
    cut = explanation.cut(part, asked.by) if asked.by else explanation.best(part)
    if cut is not None:
        return part_message(facts, cut)
    known = ", ".join(one.dimension.replace("_", " ") for one in explanation.cuts.get(part, ()))
    words = asked.by.replace("_", " ") or "segment"
    raise BadSegment(
        f"{facts.metric.name} has no numbers by {words} for this.",
        f"Known here: {known}."
        if known
        else "Log or import them with a segment, such as `device=mobile`.",
    )
