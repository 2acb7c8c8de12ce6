"""Public holidays of countries, by name; the calendars are those of the package `holidays`.

The package costs a quarter of a second, so it is imported when a digest first asks for a country.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

ENGLISH = "en_US"


def holiday_on(country: str, day: date) -> str:
    """ "Christmas Day"; "" on other days, and without a country (ISO code, two letters)."""
    return _calendar(country, day.year).get(day, "") if country else ""


def holidays_between(country: str, first: date, last: date) -> Mapping[date, str]:
    """Names by day, both ends included; none without a country whose holidays are known."""
    if not country or country not in countries():
        return {}
    years = range(first.year, last.year + 1)
    found = {day: name for year in years for day, name in _calendar(country, year).items()}
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


def country_name(country: str) -> str:
    """ "Germany"; the code itself where no name is known."""
    return countries().get(country, country)


@cache
def countries() -> Mapping[str, str]:
    """English names of the countries whose holidays are known, by code, in the names' order."""
    from babel import Locale
    from holidays import list_supported_countries

    names = Locale("en").territories
    known = {code: names.get(code, code) for code in list_supported_countries(False)}
    return dict(sorted(known.items(), key=lambda each: each[1]))


def country_of(zone: str) -> str:
    """The code of the country that a time zone lies in; "" for UTC and where none is known."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, "")).replace("001", "")


@cache
def _calendar(country: str, year: int) -> Mapping[date, str]:
    from holidays import country_holidays

    return dict(country_holidays(country, years=year, language=ENGLISH))
