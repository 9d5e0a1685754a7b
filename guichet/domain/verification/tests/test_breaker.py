"""The short memory of failure."""

from guichet.domain.verification.breaker import Breaker


class Clock:
    """A clock a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_source_nobody_saw_failing_is_asked() -> None:
    breaker = Breaker(Clock())
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_after_a_failure_nobody_asks_for_a_moment_then_one_tries_and_the_others_wait() -> None:
    clock = Clock()
    breaker = Breaker(clock, memory_s=3)
    breaker.failed()
    clock.now = 2.9
    assert not breaker.lets_through()
    clock.now = 3.0
    assert breaker.lets_through()
    assert not breaker.lets_through()
    breaker.answered()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_one_that_tried_and_never_came_back_does_not_stop_the_others_for_good() -> None:
    clock = Clock()
    breaker = Breaker(clock, memory_s=3)
    breaker.failed()
    clock.now = 3.0
    assert breaker.lets_through()
    clock.now = 6.0
    assert breaker.lets_through()
