"""The weekly mail about what is open to all, to anybody who subscribes to it."""
