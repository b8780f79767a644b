"""How much there is beside the activities, whose number the benchmark varies."""

YEARS = 10
AREAS = 10
COMMITMENTS_PER_AREA = 10
COMMITMENTS_PER_YEAR = AREAS * COMMITMENTS_PER_AREA
MEMBERS = 400
AGENDA_ITEMS = 150
