"""What every answer carries to the browser (`docs/arkitektur.md`)."""


def test_pages_forbid_inline_code_frames_and_foreign_sources(log_in):
    policy = log_in("chair").get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_pages_behind_log_in_are_not_kept_in_caches(log_in):
    assert "no-store" in log_in("chair").get("/").headers["Cache-Control"]


def test_the_other_headers(log_in):
    headers = log_in("chair").get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
