"""Speaking share: how turns and time fall between groups that a meeting chooses. Only totals, of no person."""
