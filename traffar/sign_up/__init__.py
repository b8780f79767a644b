"""Sign-up: a place each, in the order that people came, and a queue for the rest."""
