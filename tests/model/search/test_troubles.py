"""What goes wrong in a search: workers that die, jobs that raise, wishes that cannot be met."""

import logging
import multiprocessing
import os
import signal
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace

import pytest

from model.datasets.arrangement import Arrangement
from model.datasets.dataset import Dataset
from model.search import searcher
from model.search.commands import OpenRun, Proceed, Seek
from model.search.crew import Crew, CrewError, hiring
from model.search.ledger import HOPELESS
from model.search.records import SearchMode, Span
from model.search.search import Search
from model.search.seat import sit_down
from model.search.seats import Seats
from model.search.supply import Supply
from tests.model.search.hall import Enter, Serial, Signs, all_bits, expected, plan

NO_SIGKILL = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")


@NO_SIGKILL
def test_that_a_job_whose_worker_is_killed_in_the_middle_is_done_again_and_nothing_else(
    enter: Enter, signs: Signs
) -> None:
    hall, searched = enter(signs.processes(2)), plan(3, 2)
    signs.put("waits", searched.jobs[2], searched.jobs[3])
    hall.send(Seek(searched))
    hall.wait_for(lambda seen: seen.running == frozenset(searched.jobs[2:4]))
    (begun,) = signs.wait_for(searched.jobs[2])
    os.kill(begun, signal.SIGKILL)
    signs.wait_for(searched.jobs[2], 2)
    signs.take("waits")
    seen = hall.done()
    assert (all_bits(seen), seen.given_up) == (expected(searched), {})
    assert [signs.begun(job) for job in searched.jobs] == [1, 1, 2, 1, 1, 1]


@NO_SIGKILL
@pytest.mark.parametrize("kind", ["processes of their own", "one pool"])
def test_that_a_job_that_always_kills_its_worker_is_given_up_after_three_times_and_the_others_end(
    enter: Enter, signs: Signs, kind: str
) -> None:
    def pool() -> Executor:
        return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), sit_down)

    hall, searched = enter(signs.processes(2) if kind != "one pool" else signs.of(pool, 3)), plan(3, 2)
    signs.put("dies", searched.jobs[1])
    hall.send(Seek(searched))
    seen = hall.done()
    assert set(seen.given_up) == {searched.jobs[1]}
    assert "ran out of memory" in seen.given_up[searched.jobs[1]]
    assert set(seen.outcomes) == set(searched.jobs) - {searched.jobs[1]}
    assert signs.begun(searched.jobs[1]) in (3, 4)  # in a pool, once in the company of others
    signs.take("dies")
    hall.send(Proceed())
    assert all_bits(hall.done()) == expected(searched)


def test_that_a_job_that_raises_is_given_up_likewise(enter: Enter, signs: Signs) -> None:
    hall, searched = enter(signs.of(Serial, 1)), plan(3, 2)
    signs.put("fails", searched.jobs[1])
    hall.send(Seek(searched))
    seen = hall.done()
    assert seen.given_up == {searched.jobs[1]: "It met an error each time (told to fail)."}
    assert len(seen.outcomes) == 5


def test_that_a_search_in_which_nothing_ends_stops_and_says_so(enter: Enter, signs: Signs) -> None:
    hall, searched = enter(signs.of(Serial, 1)), plan(5, 5)
    signs.put("fails", *searched.jobs)
    hall.send(Seek(searched))
    seen = hall.wait_for(lambda seen: bool(seen.trouble))
    assert (seen.mode, len(seen.given_up)) == (SearchMode.CANCELLED, HOPELESS)
    assert "told to fail" in seen.trouble
    signs.take("fails")
    hall.send(Proceed())
    assert len(hall.done().outcomes) == 25


def test_that_what_cannot_be_searched_is_told_and_an_earlier_search_stays(enter: Enter) -> None:
    def hire(supply: Supply, _: object, address: str) -> Crew:
        if address:
            raise CrewError("There is nobody.")
        return Crew(Serial, supply, 1, "nobody")

    hall, searched = enter(hire), plan()
    hall.send(Seek(searched, "tcp://nowhere:1"))
    refused = hall.wait_for(lambda seen: bool(seen.trouble))
    assert (refused.mode, refused.trouble, refused.plan) == (SearchMode.CANCELLED, "There is nobody.", searched)
    hall.send(Proceed())
    done = hall.done()
    assert done.trouble == ""
    wrong = {
        replace(searched, folds=9): "A search takes 1 to 5 folds.",
        replace(searched, step_sizes=Span(1.0, 0.1, 3)): "The step size goes from a number above 0",
        replace(searched, source="gone"): "The data set “gone” cannot be opened (there is no such data set).",
        replace(searched, folds=3, arrangement=Arrangement(validation=0.5)): "there are images for 2 folds at most",
        replace(searched, arrangement=Arrangement(validation=1e-4)): "there is no image to validate on",
    }
    for refusable, sentence in wrong.items():
        hall.send(Seek(refusable))
        seen = hall.wait_for(lambda seen, sentence=sentence: sentence in seen.trouble)  # type: ignore[misc]
        assert (seen.mode, seen.identity, len(seen.outcomes)) == (SearchMode.DONE, done.identity, 4)


def test_that_trouble_is_told_and_the_thread_lives_on(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = enter()
    logging.disable()
    with monkeypatch.context() as broken:
        broken.setattr(Search, "take", lambda *_: 1 / 0)
        hall.send(Seek(plan()))
        seen = hall.wait_for(lambda seen: bool(seen.trouble))
    logging.disable(logging.NOTSET)
    assert seen.mode is SearchMode.CANCELLED
    assert seen.trouble.startswith("The search met an unexpected error")
    hall.send(Proceed())
    assert len(hall.done().outcomes) == 4


def test_that_a_system_that_begins_no_process_is_told_and_nothing_is_lost(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    hall, searched = enter(hiring(2)), plan()
    with monkeypatch.context() as full:
        full.setattr(Seats, "submit", refuse)
        hall.send(Seek(searched))
        seen = hall.wait_for(lambda seen: bool(seen.trouble))
    assert seen.trouble == "No process can be begun (Resource temporarily unavailable)."
    assert (seen.mode, seen.running) == (SearchMode.CANCELLED, frozenset())
    hall.send(Proceed())
    assert all_bits(hall.done()) == expected(searched)


def test_that_workers_who_cannot_be_let_go_hinder_nobody(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    hall, searched = enter(), plan()
    monkeypatch.setattr(Crew, "end", lambda *_: 1 / 0)
    logging.disable()
    hall.send(Seek(searched))
    assert len(hall.done().outcomes) == 4
    logging.disable(logging.NOTSET)


def test_that_a_run_that_comes_out_otherwise_than_the_workers_is_told_of(enter: Enter) -> None:
    def hire(_: Supply, dataset: Dataset, __: str) -> Crew:
        return Crew(Serial, replace(dataset, labels=dataset.labels[::-1].copy()), 1, "of other labels")

    hall, searched = enter(hire), plan()
    hall.send(Seek(searched))
    seen = hall.done()
    hall.send(OpenRun(seen.identity, searched.jobs[0]))
    assert hall.wait_for(lambda seen: bool(seen.trouble)).trouble.startswith("The last digits of this run differ")
    assert len(hall.given) == 1


def test_that_a_run_that_cannot_be_opened_is_told_and_the_search_goes_on(
    enter: Enter, signs: Signs, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, searched = enter(signs.processes(1)), plan()
    signs.put("waits", searched.jobs[1])
    hall.send(Seek(searched))
    hall.wait_for(lambda seen: len(seen.outcomes) == 1)
    monkeypatch.setattr(searcher, "replay", lambda *_: 1 / 0)
    hall.send(OpenRun(1, searched.jobs[0]))
    seen = hall.wait_for(lambda seen: bool(seen.trouble))
    assert seen.trouble == "The run cannot be opened (division by zero)."
    assert (seen.mode, seen.opening) == (SearchMode.RUNNING, None)
    signs.take("waits")
    assert len(hall.done().outcomes) == 4


def test_that_a_search_that_cannot_be_begun_for_no_known_reason_is_told(enter: Enter) -> None:
    def hire(_: Supply, __: Dataset, address: str) -> Crew:
        raise ZeroDivisionError(address)

    hall = enter(hire)
    logging.disable()
    hall.send(Seek(plan()))
    seen = hall.wait_for(lambda seen: bool(seen.trouble))
    logging.disable(logging.NOTSET)
    assert seen.mode is SearchMode.CANCELLED
    assert seen.trouble.startswith("The search met an unexpected error")
