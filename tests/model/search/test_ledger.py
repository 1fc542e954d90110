"""The bookkeeping of a search: what is tried again, who is suspected, how long it takes."""

from dataclasses import replace

import numpy as np
import pytest

from model.records import Params
from model.search import ledger as ledger_room
from model.search.ledger import HOPELESS, Ledger
from model.search.records import CURVE_ROWS, Job, Outcome
from tests.model.search.hall import plan

PLAN = plan(3, 2)
JOBS = PLAN.jobs


def outcome(job: Job, accuracy: float = 0.5, seconds: float = 1.0) -> Outcome:
    params = Params(np.zeros((3, 12), np.float32), np.zeros(3, np.float32))
    curve = np.full((len(CURVE_ROWS), 1), accuracy)
    return Outcome(job, params, curve, 1, None, seconds)


def begun(ledger: Ledger, count: int) -> list[Job]:
    jobs = [ledger.next_job(0.0) for _ in range(count)]
    return [job for job in jobs if job is not None]


def test_that_jobs_are_given_out_in_order_and_each_once() -> None:
    ledger = Ledger(PLAN, [outcome(JOBS[1])])
    assert begun(ledger, 9) == [job for job in JOBS if job != JOBS[1]]
    for job in list(ledger.under_way):
        ledger.ended(outcome(job))
    assert ledger.is_over
    assert set(ledger.outcomes) == set(JOBS)


def test_that_a_job_that_fails_is_tried_twice_more_after_the_others_and_then_given_up() -> None:
    ledger = Ledger(PLAN)
    order = []
    while not ledger.is_over:
        job = ledger.next_job(0.0)
        assert job is not None
        order.append(job)
        if job == JOBS[2]:
            ledger.failed(job, "why")
        else:
            ledger.ended(outcome(job))
    assert order == [*JOBS, JOBS[2], JOBS[2]]
    assert ledger.given_up == {JOBS[2]: "why"}
    assert len(ledger.outcomes) == len(JOBS) - 1


def test_that_those_who_are_lost_together_are_tried_alone_and_the_innocent_use_up_no_try() -> None:
    ledger = Ledger(PLAN)
    ledger.lost(begun(ledger, 3), "died")
    order = []
    while JOBS[1] not in ledger.given_up or JOBS[2] not in ledger.outcomes:
        (alone,) = begun(ledger, 3)
        order.append(alone)
        if alone == JOBS[1]:
            ledger.lost([alone], "died")
        else:
            ledger.ended(outcome(alone))
    assert order == [JOBS[0], JOBS[1], JOBS[2], JOBS[1], JOBS[1]]
    assert ledger.given_up == {JOBS[1]: "died"}
    assert begun(ledger, 9) == list(JOBS[3:])


def test_that_a_suspect_that_is_put_back_is_still_one() -> None:
    ledger = Ledger(PLAN)
    ledger.lost(begun(ledger, 2), "died")
    assert begun(ledger, 3) == [JOBS[0]]
    ledger.put_back([JOBS[0]])
    assert begun(ledger, 3) == [JOBS[0]]
    assert not ledger.suspect(JOBS[0])


def test_that_a_search_in_which_nothing_ends_is_hopeless_until_it_is_forgiven() -> None:
    ledger = Ledger(plan(5, 5))
    for _ in range(HOPELESS):
        assert not ledger.is_hopeless
        (job,) = begun(ledger, 1)
        ledger.give_up(job, "why")
    assert ledger.is_hopeless
    ledger.forgive()
    assert not ledger.is_hopeless
    assert len(begun(ledger, 99)) == 25


def test_that_the_time_left_goes_by_what_has_ended_and_who_works() -> None:
    ledger = Ledger(PLAN)
    begun(ledger, 2)
    assert ledger.seconds_left(1.0, 2) is None
    ledger.ended(outcome(JOBS[0], seconds=4.0))
    assert ledger.seconds_left(1.0, 2) == pytest.approx((3 + 4 * 4) / 2)
    assert ledger.seconds_left(100.0, 2) == pytest.approx(4 * 4 / 2)
    begun(ledger, 9)
    for job in list(ledger.under_way)[:-1]:
        ledger.ended(outcome(job, seconds=4.0))
    assert ledger.seconds_left(0.0, 2) == pytest.approx(4.0)


def test_that_parameters_of_the_worst_go_where_all_take_too_much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    params = outcome(JOBS[0]).params
    assert params is not None
    monkeypatch.setattr(ledger_room, "MOST_PARAMS_BYTES", 2 * (params.weights.nbytes + params.biases.nbytes))
    ledger = Ledger(PLAN)
    begun(ledger, 4)
    assert [o.job for o in ledger.ended(outcome(JOBS[0], 0.4))] == [JOBS[0]]
    ledger.ended(outcome(JOBS[1], 0.2))
    changed = ledger.ended(outcome(JOBS[2], 0.3))
    assert [(o.job, o.params is None) for o in changed] == [(JOBS[2], False), (JOBS[1], True)]
    changed = ledger.ended(outcome(JOBS[3], 0.1))
    assert [(o.job, o.params is None) for o in changed] == [(JOBS[3], True)]
    held = [job for job, each in ledger.outcomes.items() if each.params is not None]
    assert held == [JOBS[0], JOBS[2]]
    again = Ledger(PLAN, [outcome(job, accuracy) for job, accuracy in zip(JOBS, (0.1, 0.3, 0.2), strict=False)])
    assert [job for job, each in again.outcomes.items() if each.params is not None] == [JOBS[1], JOBS[2]]
    assert replace(changed[0]).params is None
