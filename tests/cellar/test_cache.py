"""The cache goes on when Redis does not: in files, until Redis has rested."""

import os

import pytest

from distrikt import cache as module
from distrikt.cache import RedisOrFiles
from tests.whole.servers import a_free_port


@pytest.fixture
def without_redis(tmp_path) -> RedisOrFiles:
    """A cache whose Redis nobody has started."""
    address = f"redis://127.0.0.1:{a_free_port()}/0"
    return RedisOrFiles(address, {"OPTIONS": {"folder": str(tmp_path / "cache"), "MAX_ENTRIES": 100}})


def test_what_is_kept_without_redis_is_found_again(without_redis):
    without_redis.set("a", 1)
    without_redis.set_many({"b": 2})
    assert without_redis.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert (without_redis.incr("a"), without_redis.has_key("b")) == (2, True)
    without_redis.delete("a")
    assert (without_redis.get("a"), without_redis.get("b")) == (None, 2)


def test_a_lock_is_somebodys_alone_without_redis_too(without_redis):
    """allauth counts log-in attempts under such a lock: one that is never given would let nobody in."""
    assert [without_redis.add("lock", 1), without_redis.add("lock", 1)] == [True, False]


def test_a_lost_redis_is_left_alone_for_a_while_and_then_asked_again(without_redis, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    asked = []
    client = without_redis._cache.get_client
    monkeypatch.setattr(without_redis._cache, "get_client", lambda *args, **kwargs: asked.append(1) or client())
    for _ in range(3):
        without_redis.get("a")
    assert len(asked) == 1
    now[0] += module.REST_SECONDS
    without_redis.get("a")
    assert len(asked) == 2


@pytest.mark.whole
def test_what_redis_takes_is_in_no_file(tmp_path):
    if "REDIS_URL" not in os.environ:
        pytest.skip("no servers at hand: make test-all starts them")
    kept = RedisOrFiles(os.environ["REDIS_URL"], {"OPTIONS": {"folder": str(tmp_path / "cache")}})
    kept.set("test-cache", "x", 60)
    assert kept.get("test-cache") == "x"
    assert not list((tmp_path / "cache").glob("*"))
    kept.delete("test-cache")
