"""The demo: the local Slack, the true bot as a child process, and a shop's days played into it."""
