"""A person at the local Slack, driven as a conversation by tests and by the demo prompt."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NoReturn

from playground.directory import Channel, User
from playground.entries import LocalFile, NotThere, entry, missing_or_wrong, option_called
from playground.interactions import Interactions
from playground.messages import Message
from playground.render import draw, flatten
from playground.state import first_state, kept_state
from playground.views import View
from playground.widgets import Widget, called, fillable, pressable
from playground.workspace import Workspace

Json = dict[str, Any]
Shown = Message | View
PATIENCE = 2.0


class Person:
    """One member with a place: the channel, DM or Home where she is now.

    A modal that is open covers everything else, as in Slack.
    """

    def __init__(self, workspace: Workspace, interactions: Interactions, *, user: User) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._id = user.id
        self.channel = workspace.dm(user)
        self._at_home = False
        self._since = workspace.pulse.revision
        self._states: dict[tuple[str, str], Json] = {}

    def __repr__(self) -> str:
        return f"<{self.user.name} in {self.channel.label}>"

    @property
    def user(self) -> User:
        """As the workspace knows her now."""
        user = self._workspace.find_user(self._id)
        if user is None:
            raise LookupError(f"{self._id} is no member any more")
        return user

    # --- deeds: saying ---------------------------------------------------------------------

    def goes(self, channel: str) -> None:
        """To a channel, created public with the bot in it if there is none; she joins it."""
        found = self._workspace.find_channel(channel) or self._workspace.add_channel(channel)
        self.channel = self._workspace.join(found, self._id)
        self._at_home = False

    def types(self, text: str, *, thread: Message | None = None) -> None:
        """A slash command, or a message; in a thread if one is given (there, no commands)."""
        self._begins()
        self._at_home = False
        channel = self._here()
        if text.startswith("/") and thread is None:
            self._interactions.command(self.user, channel=channel, typed=text)
            return
        parent = (thread.thread_ts or thread.ts) if thread else None
        self._interactions.say(self.user, channel=channel, text=text, thread_ts=parent)

    def dm(self, text: str) -> None:
        """Goes to her DM with the bot and types there."""
        self.channel = self._workspace.dm(self.user)
        self.types(text)

    def drops(self, *files: LocalFile) -> None:
        """Goes to her DM with the bot and drops files there."""
        self._begins()
        self._at_home = False
        self.channel = self._workspace.dm(self.user)
        with self._workspace.pulse.changing("file", "dropped"):
            shelf = self._workspace.files
            held = [shelf.add(each.name, each.content, user=self._id) for each in files]
        self._interactions.share(self.user, channel=self.channel, files=held)

    def opens_home(self) -> None:
        self._begins()
        self._at_home = True
        self._interactions.home_opened(self.user)

    def shortcut(self, callback_id: str) -> None:
        self._begins()
        self._interactions.shortcut(self.user, callback_id)

    def message_shortcut(self, callback_id: str, message: Message) -> None:
        self._begins()
        self._interactions.shortcut(self.user, callback_id, message=message)

    # --- deeds: pressing and picking ---------------------------------------------------------

    def clicks(
        self,
        text: str | None = None,
        *,
        action_id: str | None = None,
        message: Message | None = None,
    ) -> None:
        """The newest button (or option of a menu) with this text; confirm dialogs are agreed to.

        Raises NotThere, listing what can be clicked.
        """
        places = [message] if message else self._places()
        for place in places:
            widget = called(pressable(list(place.blocks)), text, action_id)
            if widget is not None:
                self._begins()
                self._press(place, widget)
                return
        there = [widget.label for place in places for widget in pressable(list(place.blocks))]
        raise NotThere(f"button “{text or action_id}”", there)

    def picks(self, text: str, *, message: Message | None = None) -> None:
        """An option of a menu; `⋯ ` before the words may be left out."""
        self.clicks(text, message=message)

    def _press(self, place: Shown, widget: Widget) -> None:
        values = self._state_of(place)
        element = widget.element
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": widget.block["block_id"],
        }
        if widget.option is None:
            action |= {key: element[key] for key in ("value", "text") if key in element}
        elif element["type"] == "overflow":
            action["selected_option"] = widget.option
        else:
            held = entry(self._workspace, widget, widget.option["value"], user=self._id)
            values[widget.block["block_id"]][element["action_id"]] = held
            self._keep(place, values)
            action |= held
        self._interactions.act(self.user, where=self._fresh(place), values=values, action=action)

    # --- deeds: forms --------------------------------------------------------------------------

    def fills(self, entries: Mapping[str, Any]) -> None:
        """Fields of what is in front of her, by label or block_id.

        Elements that report a change at once (`dispatch_action`, menus outside input blocks) do
        so, and the next field is looked up in the view as it then is. Words for an external
        menu are typed into it and the option of that name is picked.
        """
        self._begins()
        for name, value in entries.items():
            place, widget = self._field(name)
            if "external_select" in widget.element["type"] and value is not None:
                value = self._ask_bot(place, widget, value)
            held = entry(self._workspace, widget, value, user=self._id)
            values = self._state_of(place)
            values[widget.block["block_id"]][widget.element["action_id"]] = held
            self._keep(place, values)
            if widget.block["type"] != "input" or widget.block.get("dispatch_action"):
                self._report_change(place, widget, held)

    def _field(self, name: str) -> tuple[Shown, Widget]:
        places = self._places()
        for place in places:
            for widget in fillable(list(place.blocks)):
                if name in widget.names:
                    return place, widget
        there = [widget.label for place in places[:1] for widget in fillable(list(place.blocks))]
        raise NotThere(f"field “{name}”", there)

    def _ask_bot(self, place: Shown, widget: Widget, value: Any) -> Any:
        if not isinstance(place, View):
            raise NotThere("external menu outside of a view", ())
        words = value if isinstance(value, list | tuple) else [value]
        picked = []
        for each in words:
            field = {
                "block_id": widget.block["block_id"],
                "action_id": widget.element["action_id"],
                "value": str(each),
            }
            options = self._interactions.suggest(self.user, view=place, field=field)
            picked.append(option_called(str(each), options))
        return picked if "multi" in widget.element["type"] else picked[0]

    def _report_change(self, place: Shown, widget: Widget, held: Json) -> None:
        action = {
            **held,
            "action_id": widget.element["action_id"],
            "block_id": widget.block["block_id"],
        }
        values = self._state_of(self._fresh(place))
        self._interactions.act(self.user, where=self._fresh(place), values=values, action=action)

    def submits(self) -> None:
        """Sends the open modal, unless Slack's own client finds a field missing or wrong."""
        self._begins()
        view = self._open_modal()
        errors = {}
        for widget in fillable(view.blocks):
            held = view.values[widget.block["block_id"]][widget.element["action_id"]]
            if widget.block["type"] == "input" and (wrong := missing_or_wrong(widget, held)):
                errors[widget.block["block_id"]] = wrong
        with self._workspace.pulse.changing("view", view.id):
            view = self._workspace.views.put(replace(view, errors=errors))
        if not errors:
            self._interactions.submit(self.user, view)

    def closes(self) -> None:
        """The modal on top; the whole stack if that view asks for `clear_on_close`."""
        self._begins()
        view = self._open_modal()
        clears = bool(view.body.get("clear_on_close"))
        stack = self._workspace.views.stack(self._id)[::-1] if clears else [view]
        self._interactions.close_views(self.user, stack, is_cleared=clears)

    def _open_modal(self) -> View:
        view = self.modal
        if view is None:
            raise NotThere("open modal", (repr(self),))
        return view

    # --- what she has in front of her ------------------------------------------------------------

    @property
    def modal(self) -> View | None:
        """The view on top of her stack."""
        with self._workspace.pulse.reading():
            stack = self._workspace.views.stack(self._id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        with self._workspace.pulse.reading():
            return self._workspace.views.home(self._id)

    def errors(self) -> dict[str, str]:
        """Words under the fields of the open modal by label; `""` holds trouble of the whole."""
        view = self.modal
        if view is None:
            return {}
        labels = {
            block["block_id"]: block["label"]["text"]
            for block in view.blocks
            if block["type"] == "input"
        }
        return {labels.get(block_id, block_id): said for block_id, said in view.errors.items()}

    def messages(self) -> list[Message]:
        """What she sees that is new or changed since her last deed, newest change last."""
        return self._workspace.visible_to(self._id, since=self._since)

    # --- looking -----------------------------------------------------------------------------

    def sees(
        self, *words: str, only_to: "Person | None" = None, within: float = PATIENCE
    ) -> Message:
        """Waits for one message, new since her last deed, that holds all `words`; gives it.

        `only_to` asks for an ephemeral one. Raises AssertionError with the transcript's tail.
        """

        def look() -> Message | None:
            fitting = (m for m in reversed(self.messages()) if _holds(m.body(), words))
            return next((m for m in fitting if only_to is None or m.only_to == only_to._id), None)

        found = self._workspace.pulse.wait_for(look, seconds=within)
        if found is None:
            shown = "\n\n".join(draw(message.body()) for message in self.messages())
            private = " only to herself" if only_to else ""
            self._fail(f"{self.user.name} does not see {words}{private}", shown)
        return found

    def sees_modal(self, *words: str, within: float = PATIENCE) -> View:
        """Waits until the modal on top holds all `words`."""
        return self._sees_view("the modal", lambda: self.modal, words, within)

    def sees_home(self, *words: str, within: float = PATIENCE) -> View:
        """Waits until her Home holds all `words`."""
        return self._sees_view("Home", lambda: self.home, words, within)

    def _sees_view(
        self, name: str, current: Callable[[], View | None], words: tuple[str, ...], within: float
    ) -> View:
        def look() -> View | None:
            view = current()
            return view if view is not None and _holds(view.body, words) else None

        found = self._workspace.pulse.wait_for(look, seconds=within)
        if found is None:
            view = current()
            shown = draw(self._workspace.view_json(view)) if view else "(nothing is open)"
            self._fail(f"{self.user.name} does not see {words} in {name}", shown)
        return found

    def _fail(self, what: str, shown: str) -> NoReturn:
        tail = self._workspace.transcript.tail()
        raise AssertionError(f"{what}\n\nShe sees:\n{shown or '(nothing new)'}\n\n{tail}")

    # --- bookkeeping -------------------------------------------------------------------------

    def _begins(self) -> None:
        self._since = self._workspace.pulse.revision

    def _here(self) -> Channel:
        """Her channel as it is now; members may have changed."""
        return self._workspace.find_channel(self.channel.id) or self.channel

    def _places(self) -> list[Shown]:
        """Where she can press something: the modal alone, Home alone, or messages, newest first."""
        if (modal := self.modal) is not None:
            return [modal]
        if self._at_home and self.home is not None:
            return [self.home]
        return list(reversed(self._workspace.visible_to(self._id)))

    def _fresh(self, place: Shown) -> Shown:
        """The same place after what it holds may have changed."""
        with self._workspace.pulse.reading():
            match place:
                case View():
                    return self._workspace.views.find(place.id) or place
                case Message():
                    return self._workspace.messages.find(place.channel, place.ts) or place

    def _state_of(self, place: Shown) -> Json:
        """A copy of what is typed there so far."""
        match self._fresh(place):
            case View(values=values):
                return {block_id: dict(held) for block_id, held in values.items()}
            case Message() as message:
                blocks = list(message.blocks)
                typed = self._states.get((message.channel, message.ts))
                return first_state(blocks) if typed is None else kept_state(blocks, typed)

    def _keep(self, place: Shown, values: Json) -> None:
        match self._fresh(place):
            case View() as view:
                with self._workspace.pulse.changing("view", view.id):
                    self._workspace.views.put(replace(view, values=values))
            case Message() as message:
                self._states[message.channel, message.ts] = values


def _holds(body: Json, words: tuple[str, ...]) -> bool:
    text = flatten(body)
    return all(word in text for word in words)
