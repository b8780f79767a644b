"""A plan of an invented district, for the tests of reading in."""

PLAN = """\
Verksamhetsplan 2031 för Partiet i Granlandet

Det politiska läget

Högern flyttar fram sina positioner. Vi behöver prata mer om jämlikhet.

Styrelsen

Distriktsstyrelsen ska sammanträda minst 8 gånger under året. Distriktsstyrelsen ska ta fram ett underlag senast den \
1 oktober. Styrelsen består av elva personer.

Utåtriktat arbete

Distriktet ska ordna öppna arrangemang för allmänheten och distriktet ska dela ut flygblad inför valet.
Ombudsmannen ska bidra till fler studiecirklar. Vi hoppas på en fin sommar.
"""

BOARD_MEETS = "Distriktsstyrelsen ska sammanträda minst 8 gånger under året."
PAPER = "Distriktsstyrelsen ska ta fram ett underlag senast den 1 oktober."
FACT = "Styrelsen består av elva personer."
EVENTS = "Distriktet ska ordna öppna arrangemang för allmänheten och distriktet ska dela ut flygblad inför valet."
CIRCLES = "Ombudsmannen ska bidra till fler studiecirklar."
