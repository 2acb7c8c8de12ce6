"""Formulas built from their parts, so that the words and the arithmetic cannot disagree."""

from funnel.catalogue.entries import Formula, Term


def total(*components: str) -> Formula:
    """A count or an amount that adds up."""
    expression = f"sum({components[0]})" if len(components) == 1 else _spell(components)
    return Formula(_terms(components), (), 1, expression)


def distinct(component: str) -> Formula:
    """A count of different people, which never adds up."""
    return Formula((Term(component),), (), 1, f"distinct({component})")


def ratio(
    numerator: str | tuple[str, ...], denominator: str | tuple[str, ...], *, scale: int = 1
) -> Formula:
    """`scale` is 100 for percentages. A part with a leading minus is subtracted."""
    above = (numerator,) if isinstance(numerator, str) else numerator
    below = (denominator,) if isinstance(denominator, str) else denominator
    expression = f"{_bracket(above)} / {_bracket(below)}"
    if scale != 1:
        expression += f" * {scale}"
    return Formula(_terms(above), _terms(below), scale, expression)


def _terms(parts: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(part.removeprefix("-"), -1 if part.startswith("-") else 1) for part in parts)


def _spell(parts: tuple[str, ...]) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _bracket(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"({_spell(parts)})"
