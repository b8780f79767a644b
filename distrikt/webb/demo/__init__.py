"""The demo district: an invented party, its people, and a year of theirs as it stood on a day.

Everything is drawn from the year alone, so the same date gives the same district; only the password differs.
"""
