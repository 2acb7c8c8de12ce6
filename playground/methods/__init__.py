"""The Web API methods that the local Slack knows, by name."""

from collections.abc import Mapping

from playground.methods import chat, conversations, files, people, views
from playground.methods.call import Method

METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}
