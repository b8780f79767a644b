"""1 and 2: the worker is killed while it sends."""

import time

from tests.drills.drill import Outcome, drill
from tests.drills.mails import Status, all_over, put, result
from tests.drills.parts import Place
from tests.drills.processes import until

# Several sweeps, and longer than the lease: what was to go again would have gone.
LONGER_S = 8


@drill("Arbetaren dödas innan texten har lämnat den")
def killed_before_the_text(place: Place) -> Outcome:
    place.smtp.behave(rcpt="hold", times=1)
    put()
    worker = place.worker()
    until(place.smtp.held)
    worker.kill()
    place.smtp.release()
    place.worker()
    until(all_over)
    return Outcome("1 skickat · 1 mejl", result(place))


@drill("Arbetarens barn dödas innan texten har lämnat det")
def child_killed_before_the_text(place: Place) -> Outcome:
    place.smtp.behave(rcpt="hold", times=1)
    put()
    worker = place.worker(sweeps=False)
    place.beat()
    until(place.smtp.held)
    killed = worker.kill_a_child()
    place.smtp.release()
    until(all_over)
    alone = "" if killed and worker.is_alive() else " · inget barn dog"
    return Outcome("1 skickat · 1 mejl", result(place) + alone)


@drill("Arbetaren dödas efter texten, före svaret")
def killed_after_the_text(place: Place) -> Outcome:
    place.smtp.behave(text="hold", times=1)
    message = put()
    worker = place.worker()
    until(place.smtp.held)
    worker.kill()
    place.smtp.release()
    place.worker()
    until(lambda: type(message).objects.filter(status=Status.UNCERTAIN).exists(), 30)
    time.sleep(LONGER_S)
    return Outcome("1 osäker · 1 mejl", result(place))
