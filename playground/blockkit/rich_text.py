"""Rich text: sections, lists, quotes and what may stand in them."""

from playground.blockkit.rules import Choice, Flag, Items, Number, Object, Rule, String, typed

_STYLE = Object({key: Flag() for key in ("bold", "italic", "strike", "code", "underline")})


def _inline(*required: str, **fields: Rule) -> Object:
    return Object({**fields, "style": _STYLE}, required)


_INLINE = typed(
    {
        "text": _inline("text", text=String(3000, blanks=True)),
        "link": _inline("url", url=String(), text=String()),
        "user": _inline("user_id", user_id=String(255)),
        "usergroup": _inline("usergroup_id", usergroup_id=String(255)),
        "channel": _inline("channel_id", channel_id=String(255)),
        "emoji": _inline("name", name=String(255)),
        "team": _inline("team_id", team_id=String(255)),
        "color": _inline("value", value=String(20)),
        "broadcast": _inline("range", range=Choice(("here", "channel", "everyone"))),
        "date": _inline(
            "timestamp",
            "format",
            timestamp=Number(whole=True),
            format=String(),
            fallback=String(),
            url=String(),
        ),
    }
)
_LINE = Items(_INLINE, 1000)
_SECTION = typed({"rich_text_section": Object({"elements": _LINE}, ("elements",))})

PART = typed(
    {
        "rich_text_section": Object({"elements": _LINE}, ("elements",)),
        "rich_text_preformatted": Object(
            {"elements": _LINE, "border": Choice((0, 1)), "language": String(50)}, ("elements",)
        ),
        "rich_text_quote": Object({"elements": _LINE, "border": Choice((0, 1))}, ("elements",)),
        "rich_text_list": Object(
            {
                "elements": Items(_SECTION, 1000),
                "style": Choice(("bullet", "ordered")),
                "indent": Number(0, 8, whole=True),
                "offset": Number(0, whole=True),
                "border": Choice((0, 1)),
            },
            ("elements", "style"),
        ),
    }
)
ELEMENTS = Items(PART, 1000)
VALUE = typed({"rich_text": Object({"elements": ELEMENTS}, ("elements",))})
