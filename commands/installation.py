"""Which workspace a payload belongs to."""

from slack_bolt import BoltContext


def workspace_of(context: BoltContext) -> str:
    """The organisation for org-wide installs, else the team."""
    if context.is_enterprise_install and context.enterprise_id:
        return context.enterprise_id
    return context.team_id or ""
