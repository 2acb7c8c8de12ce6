"""Inputs of forms, and the forms themselves.

An input's block id is the field's name, its action id is "value" unless another is given, so that
an error of a field finds its place and what was typed survives a redraw.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

import slackblocks

from commands.blocks.elements import option, plain
from commands.blocks.shapes import Block, Option, rendered

VALUE = "value"
HINT = 2000
PLACEHOLDER = 150


def text_input(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    multiline: bool = False,
    dispatch: bool = False,
    max_length: int = 3000,
    action: str = VALUE,
) -> Block:
    """`dispatch` tells us on Enter, while the form is open."""
    element = slackblocks.PlainTextInput(
        action_id=action,
        initial_value=initial or None,
        multiline=multiline,
        max_length=max_length,
        dispatch_action_config=_on_enter() if dispatch else None,
        placeholder=_placeholder(placeholder),
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def number_input(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    low: str = "",
    high: str = "",
    decimals: bool = True,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
    action: str = VALUE,
) -> Block:
    """Bounds and the first value are strings, as Slack wants them."""
    element = slackblocks.NumberInput(
        decimals,
        action_id=action,
        initial_value=initial or None,
        min_value=low or None,
        max_value=high or None,
        dispatch_action_config=_on_enter() if dispatch else None,
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def date_input(
    block_id: str,
    label: str,
    *,
    initial: date | None = None,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
    action: str = VALUE,
) -> Block:
    element = slackblocks.DatePicker(
        action_id=action, initial_date=None if initial is None else initial.isoformat()
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def time_select(
    block_id: str,
    label: str,
    *,
    initial: time | None = None,
    zone: str = "",
    hint: str = "",
    optional: bool = False,
    action: str = VALUE,
) -> Block:
    """`zone` is the IANA name that the picker says its hour in."""
    element = slackblocks.TimePicker(
        action_id=action,
        initial_time=None if initial is None else initial.strftime("%H:%M"),
        timezone=zone or None,
    )
    return _input(block_id, label, element, hint=hint, optional=optional)


def select(
    block_id: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: Option | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
    action: str = VALUE,
) -> Block:
    """One of up to 100 options; `initial` must be one of them."""
    element = slackblocks.StaticSelectMenu(
        action_id=action,
        options=[option(choice) for choice in options],
        initial_option=None if initial is None else option(initial),
        placeholder=_placeholder(placeholder),
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def radio_buttons(
    block_id: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: Option | None = None,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
    action: str = VALUE,
) -> Block:
    """One of up to 10 options, all of them in sight; `initial` must be one of them."""
    element = slackblocks.RadioButtonGroup(
        action,
        [option(choice) for choice in options],
        initial_option=None if initial is None else option(initial),
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def external_select(
    block_id: str,
    label: str,
    *,
    initial: Option | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
    min_query_length: int = 0,
    action: str = VALUE,
) -> Block:
    """Its options are asked from us by `action` while people type."""
    element = slackblocks.ExternalSelectMenu(
        action_id=action,
        initial_option=None if initial is None else option(initial),
        min_query_length=min_query_length,
        placeholder=_placeholder(placeholder),
    )
    return _input(block_id, label, element, hint=hint, optional=optional, dispatch=dispatch)


def external_multi_select(
    block_id: str,
    label: str,
    *,
    initial: Sequence[Option] = (),
    placeholder: str = "",
    hint: str = "",
    most: int = 10,
    action: str = VALUE,
) -> Block:
    """Any number up to `most`; its options are asked from us by `action` while people type."""
    element = slackblocks.ExternalMultiSelectMenu(
        action_id=action,
        initial_options=[option(choice) for choice in initial] or None,
        max_selected_items=most,
        min_query_length=0,
        placeholder=_placeholder(placeholder),
    )
    return _input(block_id, label, element, hint=hint, optional=True)


def multi_select(
    block_id: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: Sequence[Option] = (),
    placeholder: str = "",
    hint: str = "",
    action: str = VALUE,
) -> Block:
    """Any number of up to 100 options; `initial` must be among them."""
    element = slackblocks.StaticMultiSelectMenu(
        action_id=action,
        options=[option(choice) for choice in options],
        initial_options=[option(choice) for choice in initial] or None,
        placeholder=_placeholder(placeholder),
    )
    return _input(block_id, label, element, hint=hint, optional=True)


def user_select(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    optional: bool = False,
    action: str = VALUE,
) -> Block:
    element = slackblocks.UserSelectMenu(action_id=action, initial_user=initial or None)
    return _input(block_id, label, element, hint=hint, optional=optional)


def users_select(
    block_id: str,
    label: str,
    *,
    initial: Sequence[str] = (),
    hint: str = "",
    optional: bool = False,
    action: str = VALUE,
) -> Block:
    """Any number of people."""
    element = slackblocks.UserMultiSelectMenu(action_id=action, initial_users=list(initial) or None)
    return _input(block_id, label, element, hint=hint, optional=optional)


def channel_select(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    optional: bool = False,
    action: str = VALUE,
    outside: bool = False,
) -> Block:
    """Public and private channels of this workspace; starts at the channel the form came from.
    `outside`: those that people of other organisations are in, too."""
    element = slackblocks.ConversationSelectMenu(
        action_id=action,
        initial_conversation=initial or None,
        default_to_current_conversation=not initial,
        filter=slackblocks.ConversationFilter(
            ["public", "private"],
            exclude_external_shared_channels=not outside,
            exclude_bot_users=True,
        ),
    )
    return _input(block_id, label, element, hint=hint, optional=optional)


def file_input(
    block_id: str,
    label: str,
    *,
    filetypes: Sequence[str],
    hint: str = "",
    action: str = VALUE,
) -> Block:
    """One file; Slack checks its type by the name alone."""
    element = slackblocks.FileInput(action_id=action, filetypes=list(filetypes), max_files=1)
    return _input(block_id, label, element, hint=hint, optional=False)


def checkboxes(
    block_id: str,
    label: str,
    options: Sequence[Option],
    *,
    initial: Sequence[Option] = (),
    hint: str = "",
    optional: bool = True,
    action: str = VALUE,
) -> Block:
    element = slackblocks.CheckboxGroup(
        action,
        [option(choice) for choice in options],
        initial_options=[option(choice) for choice in initial] or None,
    )
    return _input(block_id, label, element, hint=hint, optional=optional)


def modal(
    callback: str,
    title: str,
    blocks: Iterable[Block],
    submit: str = "",
    close: str = "Cancel",
    private_metadata: str = "",
) -> dict[str, Any]:
    """A form. Without `submit` it only shows; title and buttons have 24 characters."""
    view = rendered(
        slackblocks.ModalView(
            plain(title, 24),
            [slackblocks.DividerBlock(block_id="placeholder")],
            close=plain(close, 24),
            submit=plain(submit, 24) if submit else None,
            private_metadata=private_metadata or None,
            callback_id=callback,
        )
    )
    view["blocks"] = list(blocks)  # slackblocks takes its own objects only
    return view


def home_view(blocks: Iterable[Block]) -> dict[str, Any]:
    """The App Home tab of one person."""
    return {"type": "home", "blocks": list(blocks)}


def _input(
    block_id: str,
    label: str,
    element: slackblocks.Element,
    *,
    hint: str,
    optional: bool,
    dispatch: bool = False,
) -> Block:
    return rendered(
        slackblocks.InputBlock(
            plain(label, HINT),
            element,
            dispatch_action=dispatch,
            block_id=block_id,
            hint=plain(hint, HINT) if hint else None,
            optional=optional,
        )
    )


def _placeholder(text: str) -> slackblocks.PlainText | None:
    return plain(text, PLACEHOLDER) if text else None


def _on_enter() -> slackblocks.DispatchActionConfiguration:
    return slackblocks.DispatchActionConfiguration(["on_enter_pressed"])
