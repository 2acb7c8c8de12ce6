"""The scripted conversation of the demo: set up a digest, let days pass, ask, set a goal, err."""

from dataclasses import dataclass

from playground.demo.telling import Teller
from playground.messages import Message
from playground.person import Person

PATIENCE = 10.0
GOAL = "Increase sales by 15% by the end of the first quarter through email campaigns"


@dataclass(frozen=True, slots=True)
class Story:
    """Ana runs the shop's growth; the channel is #growth."""

    ana: Person
    teller: Teller

    def sets_up_the_digest(self) -> None:
        """The form as it comes, saved as it is; its confirmation is posted in the channel."""
        self._types("/funnel digest")
        self.teller.shows(self.ana.sees_modal("Digest", within=PATIENCE))
        self.ana.submits()
        self.teller.watch()

    def asks(self, *commands: str) -> None:
        """Each command and its answer."""
        for command in commands:
            self._types(command)
            message = self.ana.sees(only_to=self.ana, within=PATIENCE)
            self.teller.shows(message)

    def sets_a_goal(self) -> None:
        """The sentence, the form with what was understood, the announcement."""
        self._types(f"/funnel goal new {GOAL}")
        self.ana.sees_modal("Understood", within=PATIENCE)
        if self.ana.modal is not None:
            self.teller.shows(self.ana.modal)
        self.ana.fills(
            {
                "Metric": "Sales Revenue",
                "For": "whole shop",
                "Part of which objective?": "A profitable first quarter",
            }
        )
        self.ana.submits()
        self.ana.sees_modal("is set", within=PATIENCE)
        if self.ana.modal is not None:
            self.teller.shows(self.ana.modal)
            self.ana.closes()
        self._hears_of_it()

    def _hears_of_it(self) -> None:
        """The announcement comes on its own, a moment after the form."""
        workspace = self.teller.slack.workspace
        me = self.ana.user.id

        def announced() -> Message | None:
            seen = workspace.visible_to(me)
            return next((one for one in seen if one.text.startswith("New goal")), None)

        workspace.pulse.wait_for(announced, seconds=PATIENCE)
        self.teller.watch()

    def _types(self, text: str) -> None:
        self.teller.types(self.ana.user.name, self.ana.channel.label, text)
        self.ana.types(text)
