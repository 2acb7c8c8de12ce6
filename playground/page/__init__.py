"""The playground's page: a Slack in the browser over one `Stage`."""
