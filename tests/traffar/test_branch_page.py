from tests.traffar.activities import at, make_activity
from traffar.branch_page import branch_activities


def test_a_branch_page_shows_what_comes_and_what_was_held(cast, log_in):
    for day in range(1, 8):
        make_activity(cast, title=f"Håll {day}", starts_at=at(day), status="held")
        make_activity(cast, title=f"Kom {day}", starts_at=at(day, month=10))
    make_activity(cast, title="Utkast", starts_at=at(20), status="draft")
    make_activity(cast, "timra", title="Timrås", starts_at=at(21))
    hosted = make_activity(cast, "timra", title="Gemensam", starts_at=at(22))
    hosted.co_hosts.add(cast.bodies["sundsvall"])
    section = branch_activities(cast.bodies["sundsvall"], cast.viewer("member")).context
    assert [row.title for row in section["coming"]] == ["Gemensam", "Kom 1", "Kom 2", "Kom 3", "Kom 4"]
    assert [row.title for row in section["held"]] == ["Håll 7", "Håll 6", "Håll 5", "Håll 4", "Håll 3"]
    page = log_in("member").get("/foreningar/sundsvall/").content.decode()
    assert "Håll 7" in page
    assert "/traffar/?visa=alla&amp;organ=sundsvall" in page
