"""What a person can do in Slack: every listener in one list."""

import re
from functools import partial

from slack_bolt import App

from commands.break_listeners import (
    handle_break_event,
    handle_break_snooze,
    handle_report_shortcut,
)
from commands.channel_listeners import handle_joined
from commands.deps import Deps
from commands.digest_listeners import (
    handle_country_options,
    handle_digest_field,
    handle_digest_form,
    handle_digest_owner,
    handle_digest_pause,
    handle_digest_preview,
    handle_zone_options,
)
from commands.event_listeners import handle_event_form, handle_event_shortcut
from commands.form_listeners import handle_saved_form
from commands.goal_deed_listeners import (
    handle_add_to_goal,
    handle_check_in,
    handle_close,
    handle_hand_over,
    handle_note,
    handle_path,
)
from commands.goal_listeners import (
    handle_goal_draft,
    handle_goal_field,
    handle_goal_form,
    handle_goal_more,
    handle_goal_more_form,
)
from commands.home import handle_home_opened
from commands.ids import Action, Callback, Command
from commands.import_listeners import (
    handle_import_cancel,
    handle_import_change,
    handle_import_form,
    handle_import_read,
    handle_import_reread,
    handle_import_store,
)
from commands.listeners import (
    handle_direct,
    handle_funnel,
    handle_log_form,
    handle_mention,
    handle_run,
    handle_share,
    handle_shortcut,
)
from commands.log_listeners import handle_stage_day, handle_stage_form
from commands.metric_options import handle_metric_options
from commands.verbs.break_answers import save_answers
from commands.verbs.break_reports import save_report
from commands.verbs.own_metrics import save_benchmark, save_dimension, save_metric
from commands.verbs.warnings import save_warnings
from commands.warning_listeners import handle_warnings_replay


def register(app: App, deps: Deps) -> None:
    """Tells Bolt who listens to what; `deps` goes to each of them."""
    _hear_words(app, deps)
    _take_numbers(app, deps)
    _take_goals(app, deps)
    _take_digests(app, deps)


def _hear_words(app: App, deps: Deps) -> None:
    """Commands, mentions, direct messages, Home, and buttons that stand for words."""
    app.command(Command.FUNNEL)(partial(handle_funnel, deps=deps))
    app.event("app_mention")(partial(handle_mention, deps=deps))
    app.event("message")(partial(handle_direct, deps=deps))
    app.event("member_joined_channel")(partial(handle_joined, deps=deps))
    app.event("app_home_opened")(partial(handle_home_opened, deps=deps))
    app.action(re.compile(rf"^{Action.RUN}(:\d+)?$"))(partial(handle_run, deps=deps))
    app.action(Action.SHARE)(partial(handle_share, deps=deps))
    app.options(Action.METRIC)(partial(handle_metric_options, deps=deps))


def _take_numbers(app: App, deps: Deps) -> None:
    """Numbers typed or in files, events, own definitions."""
    app.view(Callback.LOG)(partial(handle_log_form, deps=deps))
    app.view(Callback.LOG_STAGE)(partial(handle_stage_form, deps=deps))
    app.action(Action.LOG_DAY)(partial(handle_stage_day, deps=deps))
    app.view(Callback.IMPORT)(partial(handle_import_form, deps=deps))
    app.action(re.compile(rf"^{Action.IMPORT_READ}(:\d+)?$"))(
        partial(handle_import_read, deps=deps)
    )
    app.action(Action.IMPORT_STORE)(partial(handle_import_store, deps=deps))
    app.action(Action.IMPORT_CHANGE)(handle_import_change)
    app.view(Callback.IMPORT_CHANGE)(partial(handle_import_reread, deps=deps))
    app.action(Action.IMPORT_CANCEL)(partial(handle_import_cancel, deps=deps))
    saved = partial(handle_saved_form, deps=deps, verb="metrics")
    app.view(Callback.METRIC)(partial(saved, save=save_metric))
    app.view(Callback.BENCHMARK)(partial(saved, save=save_benchmark))
    app.view(Callback.DIMENSION)(partial(saved, save=save_dimension))
    app.view(Callback.EVENT)(partial(handle_event_form, deps=deps))
    app.shortcut(Callback.MARK_EVENT)(partial(handle_event_shortcut, deps=deps))


def _take_goals(app: App, deps: Deps) -> None:
    """The goal's form, and what is done with a goal later."""
    app.shortcut(Callback.NEW_GOAL)(partial(handle_shortcut, deps=deps, words="goal new"))
    app.action(Action.METRIC)(partial(handle_goal_field, deps=deps))
    app.action(Action.GOAL_FIELD)(partial(handle_goal_field, deps=deps))
    app.action(Action.GOAL_DRAFT)(partial(handle_goal_draft, deps=deps))
    app.view(Callback.GOAL)(partial(handle_goal_form, deps=deps))
    app.action(Action.GOAL_MORE)(partial(handle_goal_more, deps=deps))
    app.view(Callback.GOAL_MORE)(partial(handle_goal_more_form, deps=deps))
    app.view(Callback.GOAL_CHECK_IN)(partial(handle_check_in, deps=deps))
    app.view(Callback.GOAL_NOTE)(partial(handle_note, deps=deps))
    app.view(Callback.GOAL_PATH)(partial(handle_path, deps=deps))
    app.view(Callback.GOAL_HAND_OVER)(partial(handle_hand_over, deps=deps))
    app.view(Callback.GOAL_CLOSE)(partial(handle_close, deps=deps))
    app.shortcut(Callback.ADD_TO_GOAL)(partial(handle_add_to_goal, deps=deps))


def _take_digests(app: App, deps: Deps) -> None:
    """The digest's form and its choices; what a break was."""
    app.view(Callback.DIGEST)(partial(handle_digest_form, deps=deps))
    app.options(Action.ZONE)(partial(handle_zone_options, deps=deps))
    app.options(Action.COUNTRY)(partial(handle_country_options, deps=deps))
    app.action(Action.DIGEST_FIELD)(partial(handle_digest_field, deps=deps))
    app.action(Action.DIGEST_PREVIEW)(partial(handle_digest_preview, deps=deps))
    app.view(Callback.DIGEST_PAUSE)(partial(handle_digest_pause, deps=deps))
    app.view(Callback.DIGEST_OWNER)(partial(handle_digest_owner, deps=deps))
    app.view(Callback.WARNINGS)(
        partial(handle_saved_form, deps=deps, verb="breaks", save=save_warnings)
    )
    app.action(Action.WARNINGS_REPLAY)(partial(handle_warnings_replay, deps=deps))
    app.view(Callback.BREAK_EVENT)(partial(handle_break_event, deps=deps))
    app.view(Callback.BREAK_SNOOZE)(partial(handle_break_snooze, deps=deps))
    saved = partial(handle_saved_form, deps=deps, verb="break")
    app.view(Callback.BREAK_REPORT)(partial(saved, save=save_report))
    app.view(Callback.BREAK_ANSWERS)(partial(saved, save=save_answers))
    app.shortcut(Callback.REPORT_BREAK)(partial(handle_report_shortcut, deps=deps))
