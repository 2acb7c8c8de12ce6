"""Who and where: people, the bot's own user, and the channels they talk in."""

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class User:
    """A member as `users.info` shows one; a guest is `is_restricted`."""

    id: str
    name: str
    _: KW_ONLY
    real_name: str = ""
    tz: str = "Europe/Berlin"
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False

    def as_json(self, *, team: str, now: datetime) -> dict[str, Any]:
        here = now.astimezone(ZoneInfo(self.tz))
        offset = here.utcoffset()
        shown = self.real_name or self.name
        return {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": shown,
            "tz": self.tz,
            "tz_label": here.tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {
                "real_name": shown,
                "real_name_normalized": shown,
                "display_name": self.name,
                "display_name_normalized": self.name,
                "team": team,
            },
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }


@dataclass(frozen=True, slots=True)
class Channel:
    """A public or private channel, or the DM of one person with the app (`is_im`)."""

    id: str
    name: str
    _: KW_ONLY
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False  # people of another organisation are in it
    creator: str = ""  # user id; "" is the bot, which sets up empty channels
    members: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """`channels`, `groups` or `im`: the word that scopes of this conversation begin with."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"

    @property
    def command_name(self) -> str:
        """What a slash command payload calls this place."""
        if self.is_im:
            return "directmessage"
        return "privategroup" if self.is_private else self.name

    @property
    def label(self) -> str:
        return self.name if self.is_im else f"#{self.name}"

    def as_json(self, *, bot: str, created: int) -> dict[str, Any]:
        about: dict[str, Any] = {
            "id": self.id,
            "created": created,
            "is_archived": self.is_archived,
            "is_im": self.is_im,
            "is_org_shared": False,
        }
        if self.is_im:
            others = self.members - {bot}
            return {**about, "user": next(iter(others), bot), "priority": 0}
        return {
            **about,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_member": bot in self.members,
            "num_members": len(self.members),
            "creator": self.creator or bot,
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        }
