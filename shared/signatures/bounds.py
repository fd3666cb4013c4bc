"""Time and memory bounds for code that cannot be asked to hurry: parsers of hostile files."""

import _thread
import gc
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

GLANCE = 0.02
AGAIN = 0.5  # seconds until it is raised once more: a finaliser it happens to meet swallows it
RESIDENT = "/proc/self/statm"
PAGE = os.sysconf("SC_PAGE_SIZE")


class OutOfBounds(BaseException):
    """Not an Exception, so that no parser's own `except Exception` swallows it."""


class OutOfTime(OutOfBounds):
    pass


class OutOfMemory(OutOfBounds):
    pass


@contextmanager
def within(*, seconds: float, growth: int) -> Iterator[None]:
    """Raise OutOfBounds in this thread, wherever its Python code then is, once it runs too long or grows too large.

    `growth` is in bytes of resident memory and is watched where the system tells it (Linux, so Lambda).
    """
    if seconds <= 0:
        raise OutOfTime
    deadline, ceiling, thread = time.monotonic() + seconds, _resident() + growth, threading.get_ident()
    raising, running = threading.Lock(), threading.Lock()
    running.acquire()

    def watch() -> None:
        while not running.acquire(timeout=min(GLANCE, max(0.0, deadline - time.monotonic()))):
            if exceeded := _exceeded(deadline, ceiling):
                with raising:
                    if running.locked():
                        _raise_in(thread, exceeded)
                if running.acquire(timeout=AGAIN):
                    return

    _thread.start_new_thread(watch, ())
    try:
        yield
    finally:
        with raising:
            running.release()


@contextmanager
def collected_afterwards() -> Iterator[None]:
    """No search for garbage while a file's objects come to be, which are many and all in use; one when it is done.

    What was made meanwhile is all in the youngest generation: looking through that alone gives back the whole file.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect(0)


def _exceeded(deadline: float, ceiling: int) -> type[OutOfBounds] | None:
    if time.monotonic() >= deadline:
        return OutOfTime
    return OutOfMemory if _resident() > ceiling else None


def _resident() -> int:
    try:
        statistics = os.open(RESIDENT, os.O_RDONLY)
    except FileNotFoundError:
        return 0
    try:
        return int(os.read(statistics, 128).split()[1]) * PAGE
    finally:
        os.close(statistics)


def _raise_in(thread: int, exceeded: type[OutOfBounds]) -> None:
    import ctypes  # noqa: PLC0415  nearly every file is judged in time

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exceeded))
