"""Drills of the outbox on real parts: `make drill`; `make test-all` runs the short form."""
