"""3: Redis goes silent, stops, comes back empty, is emptied. Pages answer all the while, and the mail goes later."""

import re
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.test import Client

from tests.drills.drill import Outcome, drill
from tests.drills.mails import all_over, put, result
from tests.drills.parts import Place
from tests.drills.processes import until

LONGEST_S = 5
_OPENER = build_opener()


class _Visitors:
    """The chair, who opens the start page, and somebody who asks for a log-in code, which is mailed."""

    def __init__(self, address: str) -> None:
        from distrikt.organisation.models import User

        self.address = address
        client = Client()
        client.force_login(User.objects.get(email="chair@distrikt.example"))
        self.cookie = f"sessionid={client.cookies['sessionid'].value}"
        self.slowest = 0.0
        until(lambda: self._status(Request(f"{address}/konto/login/")) == 200)

    def come(self) -> str:
        """What the pages answered, and whether each did in time."""
        self.slowest = 0.0
        start = self._status(Request(f"{self.address}/", headers={"Cookie": self.cookie}))
        code = self._ask_for_code()
        in_time = "i tid" if self.slowest < LONGEST_S else f"{self.slowest:.0f} s"
        return f"startsidan {start}, kod {code}, {in_time}"

    def _ask_for_code(self) -> int:
        page = f"{self.address}/konto/login/code/"
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(page) as answer:
            token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.read())
        assert token
        typed = urlencode({"csrfmiddlewaretoken": token[1].decode(), "email": "member@distrikt.example"})
        return self._status(Request(page, typed.encode()), browser.open)

    def _status(self, request: Request, come: Callable[..., Any] = _OPENER.open) -> int:
        began = time.monotonic()
        try:
            with come(request, timeout=60) as answer:
                return int(answer.status)
        except HTTPError as error:
            with error:
                return error.code
        except URLError:
            return 0
        finally:
            self.slowest = max(self.slowest, time.monotonic() - began)


@drill("Redis", only_redis=True)
def redis_goes_away(place: Place) -> list[Outcome]:
    assert place.redis
    visitors = _Visitors(place.web())
    place.worker()
    well = "startsidan 200, kod 200, i tid"
    outcomes = []
    happenings = {"tystnar": place.redis.silence, "stoppas": place.redis.stop, "startar tom": place.redis.start}
    for case, happens in happenings.items():
        happens()
        outcomes.append(Outcome(well, visitors.come(), f"som mest {visitors.slowest:.1f} s", case))
    # Three codes were asked for; two of them while there was no Redis.
    until(all_over)
    outcomes.append(Outcome("3 skickat · 3 mejl", result(place), case="mejlen går efteråt"))
    return outcomes


@drill("Redis töms på knuffar", only_redis=True)
def redis_is_flushed(place: Place) -> Outcome:
    assert place.redis
    put()
    place.redis.flush()
    place.worker()
    until(all_over)
    return Outcome("1 skickat · 1 mejl", result(place))
