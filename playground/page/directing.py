"""What the page does to the world: time, the bot's process, the wire's faults, the story."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from playground.control import DroppedAfter, DroppedBefore, RateLimited, ServerError, Slow
from playground.page.asked import Asked, BadDeed
from playground.page.stage import StageRefused

Json = dict[str, Any]
A_YEAR = 365
OUTAGE_CALLS = 5
PATIENCE = 600.0
POST = "chat.postMessage"


def advance(asked: Asked) -> Json:
    match asked.words("step"):
        case "hour" | "day" | "week" as step:
            asked.stage.advance(step)
        case other:
            raise BadDeed(f"no step {other}")
    return {}


def play(asked: Asked) -> Json:
    asked.stage.play(asked.number("days", least=1, most=A_YEAR))
    return {}


def stop_playing(asked: Asked) -> Json:
    asked.stage.stop_playing()
    return {}


def start_bot(asked: Asked) -> Json:
    asked.stage.start_bot()
    return {}


def kill_bot(asked: Asked) -> Json:
    asked.stage.kill_bot()
    return {}


def reset(asked: Asked) -> Json:
    match asked.words("story"):
        case "shop" | "empty" as story:
            asked.stage.reset(story)
        case other:
            raise BadDeed(f"no story {other}")
    return {}


# --- faults ----------------------------------------------------------------------------------


def _rate_limit(asked: Asked) -> None:
    asked.workspace.faults.add(RateLimited(retry_after=2), times=3)


def _slack_down(asked: Asked) -> None:
    asked.workspace.faults.add(ServerError(503), times=OUTAGE_CALLS)


def _lost_before(asked: Asked) -> None:
    asked.workspace.faults.add(DroppedBefore(), POST)


def _lost_after(asked: Asked) -> None:
    asked.workspace.faults.add(DroppedAfter(), POST)


def _slow(asked: Asked) -> None:
    asked.workspace.faults.add(Slow(2.5), times=3)


def _doubled(asked: Asked) -> None:
    asked.workspace.faults.double_envelopes()


def _socket_lost(asked: Asked) -> None:
    asked.stage.slack.socket_mode.lose()


def _kill_in_mid_post(asked: Asked) -> None:
    """The next post counts, its answer is lost, and the bot is killed before it can look."""
    if not asked.stage.bot_is_up:
        raise StageRefused("The bot is not running.")
    asked.workspace.faults.add(DroppedAfter(), POST)
    watcher = threading.Thread(
        target=_kill_after_post, args=(asked,), name="kill-in-mid-post", daemon=True
    )
    watcher.start()


def _kill_after_post(asked: Asked) -> None:
    transcript = asked.workspace.transcript
    before = len(transcript.exchanges(name=POST))
    posted = asked.workspace.pulse.wait_for(
        lambda: len(transcript.exchanges(name=POST)) != before, seconds=PATIENCE
    )
    if posted and asked.stage.bot_is_up:
        asked.stage.kill_bot()


FAULTS: Mapping[str, Callable[[Asked], None]] = {
    "rate_limit": _rate_limit,
    "slack_down": _slack_down,
    "lost_before": _lost_before,
    "lost_after": _lost_after,
    "slow": _slow,
    "doubled": _doubled,
    "socket_lost": _socket_lost,
    "kill_in_mid_post": _kill_in_mid_post,
}


def fault(asked: Asked) -> Json:
    name = asked.words("what")
    if name not in FAULTS:
        raise BadDeed(f"no fault {name}")
    FAULTS[name](asked)
    return {}
