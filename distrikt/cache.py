"""The cache of an installation with Redis: a page must answer when Redis does not.

Log-in limits are counted in the cache, so a lost Redis must not lift them either. What Redis cannot take is kept in
files, as in an installation without Redis: then each machine counts for itself, and nobody guesses for free.
"""

import time
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

# Each page would otherwise wait anew for a Redis that swallows everything.
REST_SECONDS = 10
# redis-py would try for many seconds; once more is enough for a connection that a restarted Redis has forgotten.
_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 1)}

log = structlog.get_logger(__name__)


def _by_redis_or_files(name: str) -> Any:
    by_redis, by_files = getattr(RedisCache, name), getattr(FileBasedCache, name)

    def method(self: "RedisOrFiles", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self.redis_rests_until:
            try:
                return by_redis(self, *args, **kwargs)
            except RedisError as error:
                self.redis_rests_until = time.monotonic() + REST_SECONDS
                log.warning("cache_without_redis", error=type(error).__name__)
        return by_files(self.files, *args, **kwargs)

    return method


class RedisOrFiles(RedisCache):
    """LOCATION is Redis, the option `folder` where the files lie; other options are those of the files."""

    def __init__(self, server: str, params: Mapping[str, Any]) -> None:
        options = dict(params.get("OPTIONS", {}))
        self.files = FileBasedCache(options.pop("folder"), {**params, "OPTIONS": options})
        self.redis_rests_until = 0.0
        super().__init__(server, {**params, "OPTIONS": _PATIENCE})

    add = _by_redis_or_files("add")
    get = _by_redis_or_files("get")
    set = _by_redis_or_files("set")
    touch = _by_redis_or_files("touch")
    delete = _by_redis_or_files("delete")
    get_many = _by_redis_or_files("get_many")
    has_key = _by_redis_or_files("has_key")
    incr = _by_redis_or_files("incr")
    set_many = _by_redis_or_files("set_many")
    delete_many = _by_redis_or_files("delete_many")
    clear = _by_redis_or_files("clear")
