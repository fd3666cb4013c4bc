"""Nothing runs on forever or eats the machine."""

import itertools
import threading

import pytest

from shared.signatures.bounds import OutOfMemory, OutOfTime, within

PLENTY = 1 << 40


def forever() -> None:
    for _ in itertools.count():
        pass


def forever_hungry() -> None:
    eaten: list[bytes] = []
    for _ in itertools.count():
        eaten.append(bytes(4096))


def forever_careless() -> None:
    for _ in itertools.count():
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001  what a careless library does
            continue


@pytest.mark.parametrize("work", [forever, forever_careless])
def test_an_endless_loop_is_stopped_whatever_it_swallows(work):
    with pytest.raises(OutOfTime), within(seconds=0.05, growth=PLENTY):
        work()


def test_an_endless_appetite_is_stopped():
    with pytest.raises(OutOfMemory), within(seconds=20, growth=64 << 20):
        forever_hungry()


def test_what_ends_in_time_is_left_alone():
    with within(seconds=5, growth=PLENTY):
        result = sum(range(1000))
    assert result == 499500


def test_only_the_thread_that_asked_is_stopped():
    outcome = []

    def other() -> None:
        with pytest.raises(OutOfTime), within(seconds=0.05, growth=PLENTY):
            forever()
        outcome.append("stopped")

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert outcome == ["stopped"]
