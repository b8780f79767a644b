"""The doors of the plan, cut along its nouns: plans as a whole, and single commitments."""
