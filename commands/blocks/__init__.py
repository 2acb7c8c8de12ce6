"""Block Kit, built in one place: the rest of the bot says what to show, this says how.

Every builder takes a block id first and gives a plain dict; `Message.payload()` and
`Modal.sealed()` check the finished whole.
"""

from commands.blocks.charts import bar_chart, line_chart, pie_chart, table
from commands.blocks.elements import button, overflow
from commands.blocks.inputs import (
    channel_select,
    checkboxes,
    date_input,
    external_multi_select,
    external_select,
    file_input,
    home_view,
    modal,
    multi_select,
    number_input,
    radio_buttons,
    select,
    text_input,
    time_select,
    user_select,
    users_select,
)
from commands.blocks.layout import actions, context, divider, header, section
from commands.blocks.message import Message, Modal, as_text
from commands.blocks.seal import seal
from commands.blocks.shapes import Block, Cell, ChannelCell, Confirm, Element, Number, Option
from commands.blocks.text import bold, clip, escape, link, shorten, unescape

__all__ = [
    "Block",
    "Cell",
    "ChannelCell",
    "Confirm",
    "Element",
    "Message",
    "Modal",
    "Number",
    "Option",
    "actions",
    "as_text",
    "bar_chart",
    "bold",
    "button",
    "channel_select",
    "checkboxes",
    "clip",
    "context",
    "date_input",
    "divider",
    "escape",
    "external_multi_select",
    "external_select",
    "file_input",
    "header",
    "home_view",
    "line_chart",
    "link",
    "modal",
    "multi_select",
    "number_input",
    "overflow",
    "pie_chart",
    "radio_buttons",
    "seal",
    "section",
    "select",
    "shorten",
    "table",
    "text_input",
    "time_select",
    "unescape",
    "user_select",
    "users_select",
]
