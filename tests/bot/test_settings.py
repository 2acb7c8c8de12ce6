"""Settings: what an operator reads when something is missing or unsafe, and what nobody reads."""

import os
from typing import Any

import pytest
from pydantic import SecretStr

from bot.settings import Settings, default_database, load_settings, require_tokens
from funnel.errors import BadSetting
from funnel.periods import Calendar, FirstDay

BOT, APP, SECRET = "xoxb-1234-secretive", "xapp-1-secretive", "f00dsecretive"


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Neither this machine's variables nor a `.env` in the folder decide a test."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "FUNNELBOT_"))]:  # noqa: TID251
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("http", "given", "missing"),
    [
        (False, {}, "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set."),
        (False, {"bot_token": SecretStr(BOT)}, "SLACK_APP_TOKEN is not set."),
        (True, {"bot_token": SecretStr(BOT)}, "SLACK_SIGNING_SECRET is not set."),
        (True, {}, "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are not set."),
    ],
)
def test_missing_tokens_are_named_and_the_demo_is_offered(
    http: bool, given: dict[str, SecretStr], missing: str
) -> None:
    with pytest.raises(BadSetting) as refusal:
        require_tokens(settings(**given), http=http)
    assert refusal.value.message == missing
    assert "make demo" in refusal.value.hint


def test_the_tokens_of_one_mode_do_for_that_mode_alone() -> None:
    whole = settings(bot_token=SecretStr(BOT), app_token=SecretStr(APP))
    require_tokens(whole, http=False)
    with pytest.raises(BadSetting, match="SLACK_SIGNING_SECRET"):
        require_tokens(whole, http=True)


@pytest.mark.parametrize(
    "url",
    ["https://slack.com/api/", "http://127.0.0.1:80/api", "http://[::1]:9/", "http://localhost/"],
)
def test_the_token_goes_to_https_or_to_this_machine(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", url)
    assert load_settings().slack_api_url == url.rstrip("/") + "/"


@pytest.mark.parametrize(
    "url", ["http://slack.com/api/", "ftp://localhost/", "http://10.0.0.8/", "slack.com", ""]
)
def test_the_token_goes_nowhere_else(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", url)
    with pytest.raises(BadSetting, match=r"SLACK_API_URL .* must be https or loopback"):
        load_settings()


def test_wrong_values_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNELBOT_ZONE", "Europe/Atlantis")
    monkeypatch.setenv("FUNNELBOT_PORT", "three thousand")
    with pytest.raises(BadSetting) as refusal:
        load_settings()
    assert "Europe/Atlantis" in refusal.value.message
    assert "Europe/Berlin" in refusal.value.message
    assert "FUNNELBOT_PORT" in refusal.value.message


@pytest.mark.parametrize("zone", ["", "..", "/etc/passwd", "Europe", "UTC+25"])
def test_no_such_zone(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNELBOT_ZONE", zone)
    with pytest.raises(BadSetting, match="no time zone"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "prefix"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-swapped", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-swapped", "xapp-"),
    ],
)
def test_swapped_tokens_are_noticed_and_not_repeated(
    name: str, value: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        load_settings()
    assert refusal.value.message == f"{name} must start with {prefix}."
    assert refusal.value.__cause__ is None


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_APP_TOKEN", APP)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("FUNNELBOT_DATABASE_URL", "postgresql://bot:secretive@db/funnel")
    loaded = load_settings()
    assert (
        "secretive" not in f"{loaded!r} {loaded} {loaded.model_dump()} {loaded.model_dump_json()}"
    )
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_API_URL", "http://evil.example/")
    with pytest.raises(BadSetting) as refusal:
        load_settings()
    assert "secretive" not in str(refusal.value)


def test_bolt_finds_no_token_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}.get(name, "x"))
    assert load_settings().bot_token == SecretStr(BOT)
    assert not [name for name in os.environ if name.startswith("SLACK_")]  # noqa: TID251


def test_settings_cannot_be_changed_while_the_bot_runs() -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings().zone = "UTC"  # type: ignore[misc]


def test_the_database_is_a_file_of_the_person() -> None:
    assert default_database().startswith("sqlite:////")
    assert default_database().endswith("/funnelbot.sqlite")


def test_a_company_counts_weeks_and_years_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNELBOT_WEEK_START", "sunday")
    monkeypatch.setenv("FUNNELBOT_FISCAL_YEAR_START", "4")
    assert load_settings().calendar == Calendar(FirstDay.SUNDAY, 4)


@pytest.mark.parametrize(
    ("name", "value"), [("FUNNELBOT_WEEK_START", "tuesday"), ("FUNNELBOT_FISCAL_YEAR_START", "13")]
)
def test_no_such_week_or_fiscal_year(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        load_settings()


def test_admins_are_a_list_with_commas_or_blanks() -> None:
    assert settings(admins="U1, U2 U3,").admin_ids == {"U1", "U2", "U3"}
