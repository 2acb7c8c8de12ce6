"""Two numbers that cannot both be right, in a sentence that names both."""

from commands.views.style import Style
from commands.views.verdict import be, named, title
from funnel.catalogue import Catalogue
from funnel.derived import Conflict
from funnel.periods import format_day


def conflict_words(conflict: Conflict, catalogue: Catalogue, style: Style) -> str:
    """ "Orders on Thu 19 Nov are 5,000, more than the 3,000 sessions of that day." """
    metric = catalogue.metric(conflict.one)
    day = format_day(conflict.day, today=style.today)
    value = style.value(metric, conflict.value)
    if conflict.derived:
        limit = style.value(metric, conflict.limit)
        sources = " and ".join(
            named(catalogue.metric(key)) for key in conflict.other.split(" and ")
        )
        return f"{title(metric)} on {day} {be(metric)} {value}, but {sources} give {limit}."
    other = catalogue.metric(conflict.other)
    limit = style.value(other, conflict.limit)
    return f"{title(metric)} on {day} {be(metric)} {value}, more than {named(other)}: {limit}."
