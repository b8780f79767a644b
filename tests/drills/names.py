"""Which drills must fail without which guard; `tests.drills.guards` takes the guards away. Known without Django."""

GUARDED = [
    # What a dead sender held is taken up again.
    ("lease", "killed_before_the_text"),
    ("lease", "child_killed_before_the_text"),
    # The moment before the text is noted.
    ("note", "killed_after_the_text"),
    # Files when Redis is gone.
    ("cache", "redis_goes_away"),
    # A nudge that fails does not disturb the page.
    ("robust", "redis_goes_away"),
    # Beat, when the clock was set back.
    ("beat", "the_clock_of_the_machine_jumps"),
    # The sweep, which needs no nudge.
    ("sweep", "redis_is_flushed"),
    ("sweep", "hours_of_the_wall"),
    # The database is asked again.
    ("reconnect", "connections_are_cut"),
    ("reconnect", "database_is_restarted"),
    ("reconnect", "database_dies"),
    # The conditional update.
    ("claim", "four_workers_and_two_beats"),
    # Silence after the text is uncertain.
    ("uncertain", "the_server_answers"),
    # The wait between attempts.
    ("back-off", "the_server_answers"),
    # The question whether the mail should still go.
    ("second-look", "changed_after_queueing"),
    # The row is still the sender's when the text goes.
    ("claim-at-text", "the_clock_jumps"),
]
