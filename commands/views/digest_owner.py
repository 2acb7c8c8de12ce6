"""The two small forms of a digest: until when it rests, and whose it is."""

from datetime import date, timedelta
from typing import Any

from commands.blocks import Option, date_input, modal, section, select, user_select
from commands.ids import Callback
from commands.views.schedule import place_words, rhythm_words
from funnel.periods import format_day
from funnel.schedules import Schedule

UNTIL, OWNER, ENDLESS = "until", "owner", "endless"
_WITH_END = Option("Until this day", "day")
_ENDLESS = Option("Until somebody resumes it", ENDLESS)


def pause_form(schedule: Schedule, *, today: date) -> dict[str, Any]:
    """The digest's number travels in the form."""
    words = f"{place_words(schedule)} a digest {rhythm_words(schedule)}."
    return modal(
        Callback.DIGEST_PAUSE,
        "Pause the digest",
        [
            section("what", f"{words} What happens meanwhile is told in the first one after it."),
            select(ENDLESS, "How long", (_WITH_END, _ENDLESS), initial=_WITH_END),
            date_input(
                UNTIL,
                "First day that gets one again",
                initial=today + timedelta(days=7),
                hint=f"A day after {format_day(today)}.",
                optional=True,
            ),
        ],
        submit="Pause",
        private_metadata=str(schedule.number),
    )


def owner_form(schedule: Schedule) -> dict[str, Any]:
    words = f"{place_words(schedule)} a digest {rhythm_words(schedule)}. Its owner can change it "
    return modal(
        Callback.DIGEST_OWNER,
        "Hand over the digest",
        [
            section("what", f"{words}and hears when it cannot be posted."),
            user_select(OWNER, "New owner"),
        ],
        submit="Hand over",
        private_metadata=str(schedule.number),
    )
