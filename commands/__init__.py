"""What a person can do in Slack: every listener in one list."""

import re
from functools import partial

from slack_bolt import App

from commands.deps import Deps
from commands.home import handle_home_opened
from commands.ids import Action, Callback, Command
from commands.listeners import (
    handle_direct,
    handle_funnel,
    handle_mention,
    handle_run,
    handle_share,
    handle_shortcut,
)
from commands.verbs.log_form import handle_log_form
from commands.verbs.metric_options import handle_metric_options


def register(app: App, deps: Deps) -> None:
    """Tells Bolt who listens to what; `deps` goes to each of them."""
    app.command(Command.FUNNEL)(partial(handle_funnel, deps=deps))
    app.event("app_mention")(partial(handle_mention, deps=deps))
    app.event("message")(partial(handle_direct, deps=deps))
    app.event("app_home_opened")(partial(handle_home_opened, deps=deps))
    app.action(re.compile(rf"^{Action.RUN}(:\d+)?$"))(partial(handle_run, deps=deps))
    app.action(Action.SHARE)(partial(handle_share, deps=deps))
    app.options(Action.METRIC)(partial(handle_metric_options, deps=deps))
    app.shortcut(Callback.NEW_GOAL)(partial(handle_shortcut, deps=deps, words="goal new"))
    app.view(Callback.LOG)(partial(handle_log_form, deps=deps))
