"""SQL, and nothing else: everything that leaves this room is a dataclass of `funnel`."""
