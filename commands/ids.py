"""Every name that Slack sends back to us: commands, shortcuts, forms, buttons, blocks."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands of the manifest."""

    FUNNEL = "/funnel"


class Callback(StrEnum):
    """Forms and shortcuts."""

    LOG = "log"
    LOG_STAGE = "log_stage"
    NEW_GOAL = "goal_new"
    GOAL = "goal"
    GOAL_SAVED = "goal_saved"
    GOAL_MORE = "goal_more"
    GOAL_CHECK_IN = "goal_check_in"
    GOAL_NOTE = "goal_note"
    GOAL_PATH = "goal_path"
    GOAL_CLOSE = "goal_close"
    GOAL_HAND_OVER = "goal_hand_over"
    ADD_TO_GOAL = "add_to_goal"
    DIGEST = "digest"
    DIGEST_PAUSE = "digest_pause"
    DIGEST_OWNER = "digest_owner"
    BREAK_EVENT = "break_event"
    BREAK_SNOOZE = "break_snooze"
    BREAK_REPORT = "break_report"
    BREAK_ANSWERS = "break_answers"
    REPORT_BREAK = "report_break"
    WARNINGS = "warnings"
    IMPORT = "import"
    IMPORT_CHANGE = "import_change"
    EVENT = "event"
    METRIC = "metric"
    BENCHMARK = "benchmark"
    DIMENSION = "dimension"
    MARK_EVENT = "mark_event"


class Action(StrEnum):
    """Buttons, menus and selects.

    RUN carries in its value what a person would type after `/funnel`. Several such buttons stand
    in one message, and Slack wants each action id once a block: they are `run`, `run:1`, `run:2`.
    """

    RUN = "run"
    SHARE = "share"
    METRIC = "metric"  # a select whose options are the metrics; asks us while people type
    GOAL_FIELD = "goal_field"  # an answer in the goal form that redraws its advice
    GOAL_DRAFT = "goal_draft"
    GOAL_MORE = "goal_more"
    IMPORT_READ = "import_read"  # read the file again, in the way that the button says
    IMPORT_STORE = "import_store"
    IMPORT_CHANGE = "import_change"
    IMPORT_CANCEL = "import_cancel"
    LOG_DAY = "log_day"  # the day of a stage's form: its hints follow
    ZONE = "zone"  # a select of time zones; asks us while people type
    COUNTRY = "country"  # the same with countries
    DIGEST_FIELD = "digest_field"  # an answer in the digest form that changes its fields
    DIGEST_PREVIEW = "digest_preview"
    WARNINGS_REPLAY = "warnings_replay"


class Block(StrEnum):
    """Blocks that more than one message has; a form's input blocks are named after their field."""

    VERDICT = "verdict"
    NOTE = "note"
    TABLE = "table"
    CHART = "chart"
    BUTTONS = "buttons"
