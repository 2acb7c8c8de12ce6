"""Breaks that people report: the form, storing one, and what is done with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from commands.blocks import Message, Modal
from commands.break_answers import answers_to, name_of
from commands.deps import Deps
from commands.parse import stage_named
from commands.place import Place, place_of
from commands.request import Request
from commands.verbs.break_deeds import must_exist
from commands.views.break_answers import answers_form
from commands.views.break_reports import ReportFacts, read_report, report_form, report_message
from funnel.errors import BadForm, NotAllowed, Suggestion, UnknownCommand
from funnel.model import Deed
from funnel.reports import Report
from storage.store import Tx

LINK = re.compile(r"https?://[^\s<>|]+")
_DEEDS = {
    "acknowledge": "break_acknowledged",
    "close": "break_closed",
    "reopen": "break_reopened",
}


def open_report_form(words: str, request: Request, deps: Deps, *, link: str = "") -> Modal:
    """A stage at the beginning of the words is chosen already."""
    _refuse_guests(request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    first, _, rest = words.partition(" ")
    framework = place.workspace.framework
    stage = stage_named(first.strip(":"), place.catalogue, framework=framework)
    stages = place.catalogue.stages(framework)
    if stage is None or stage not in stages:
        return report_form(words, stages, link=link)
    return report_form(rest, stages, stage=stage.key, link=link)


def save_report(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Raises BadForm with a sentence for each wrong field; the same form again stores nothing."""
    _refuse_guests(request, deps)
    stage, words, link = read_report(view)
    wrong = {
        "stage": "" if stage else "Choose the stage in which it happens.",
        "words": "" if words else "Write what is broken.",
        "link": "" if not link or LINK.fullmatch(link) else "Paste a link with https://.",
    }
    wrong = {field: said for field, said in wrong.items() if said}
    if wrong:
        raise BadForm(wrong)
    with deps.store.write(request.workspace) as tx:
        report = Report(0, stage, words, request.user, request.now, link)
        stored = tx.reports.add(report, origin=request.view)
        tx.audit.add(Deed(request.now, request.user, "break_reported", str(stored.number)))
        shown = _facts(tx, stored, place_of(tx, request, deps))
    return report_message(shown, note="Reported.")


def show_report(report: Report, verb: str, request: Request, deps: Deps) -> Message | Modal:
    """The report, or what is done with it. Raises UnknownCommand for other words."""
    if verb == "answers":
        return _answers(report, request, deps)
    act = _ACTS.get(verb)
    if verb and act is None:
        raise UnknownCommand(
            f'I cannot "{verb}" a break that was reported.',
            f"Type `/funnel break {report.number}` and one of: {', '.join(_ACTS)}, answers.",
            suggestions=(Suggestion(f"Break #{report.number}", f"break {report.number}"),),
        )
    if act is None:
        with deps.store.read(request.workspace) as tx:
            return report_message(_facts(tx, report, place_of(tx, request, deps)))
    with deps.store.write(request.workspace) as tx:
        place = place_of(tx, request, deps)
        before = must_exist(tx.reports.get(report.number), report.number)
        after = act(before, request)
        if after != before:
            tx.reports.save(after)
            tx.audit.add(Deed(request.now, request.user, _DEEDS[verb], str(report.number)))
        note = "" if after != before else "Nothing changed."
        return report_message(_facts(tx, after, place), note=note)


def _refuse_guests(request: Request, deps: Deps) -> None:
    """Shortcuts and forms come past the router, which refuses them elsewhere."""
    if deps.people.get(request.workspace, request.user).is_guest:
        raise NotAllowed(
            "Break points here are for full members of the workspace.", "Tell a member about it."
        )


def _answers(report: Report, request: Request, deps: Deps) -> Modal:
    with deps.store.read(request.workspace) as tx:
        shown = _facts(tx, report, place_of(tx, request, deps))
    if shown.named is None:
        raise NotAllowed(
            f"There are no questions about {shown.stage}.", "Write what you know in its thread."
        )
    return answers_form(report.number, shown.named, shown.answers)


def _facts(tx: Tx, report: Report, place: Place) -> ReportFacts:
    return ReportFacts(
        report,
        place.catalogue.stage(report.stage).short,
        author=name_of(tx, report.author),
        taken=name_of(tx, report.taken_by),
        closed=name_of(tx, report.closed_by),
        named=place.catalogue.break_of(report.stage),
        answers=answers_to(tx, report.number),
    )


def _take(report: Report, request: Request) -> Report:
    return report if report.taken_by else replace(report, taken_by=request.user)


def _close(report: Report, request: Request) -> Report:
    if report.closed_at is not None:
        return report
    return replace(report, closed_at=request.now, closed_by=request.user)


def _reopen(report: Report, _: Request) -> Report:
    return replace(report, closed_at=None, closed_by="", taken_by="")


_ACTS: dict[str, Callable[[Report, Request], Report]] = {
    "acknowledge": _take,
    "close": _close,
    "reopen": _reopen,
}
