def test_start_opens_for_everyone_with_an_account(log_in):
    for name in ["chair", "sundsvall", "member", "administrator", "stranger"]:
        assert log_in(name).get("/").status_code == 200


def test_a_visitor_is_sent_to_log_in(log_in):
    response = log_in(None).get("/")
    assert response.status_code == 302
    assert response.url.startswith("/konto/login/")
