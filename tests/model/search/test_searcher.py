"""The searching thread: the same bits by anybody's work, halting and going on, workers that die, and runs opened."""

import multiprocessing
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from model.commands import Back, Begin
from model.datasets.arrangement import Arrangement, Seen
from model.records import Mode
from model.run import Run
from model.search.commands import Drop, Halt, OpenRun, Proceed, Seek
from model.search.crew import Crew, Hire, hiring, usual_workers
from model.search.records import SearchMode, SearchSnapshot
from model.search.work import settings_of
from model.trainer import Trainer
from tests.model.desk import Desk
from tests.model.search.hall import Enter, Serial, Signs, all_bits, expected, open_source, plan, serially
from tests.model.small import arrays_in, content_of, same_bits

NO_SIGKILL = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 here")


def test_that_processes_threads_and_nobody_give_the_bits_of_plain_runs(enter: Enter) -> None:
    searched = plan(2, 2, folds=2, arrangement=Arrangement(Seen.STANDARDISED, 20, 0.1, 0.2))
    hires: list[Hire] = [
        serially,
        hiring(2),
        lambda supply, _, __: Crew(lambda: ThreadPoolExecutor(2), supply, 3, "threads"),
        lambda _, dataset, __: Crew(Serial, dataset, 1, "one who is given the images themselves"),
    ]
    wanted = expected(searched)
    for hire in hires:
        hall = enter(hire)
        hall.send(Seek(searched))
        seen = hall.done()
        assert all_bits(seen) == wanted
        assert (seen.running, seen.given_up, seen.seconds_left, seen.trouble) == (frozenset(), {}, None, "")
        hall.searcher.stop()


def test_that_jobs_are_halted_and_gone_on_with(enter: Enter, signs: Signs) -> None:
    hall, searched = enter(signs.processes(2)), plan(3, 2)
    signs.put("waits", *searched.jobs)
    hall.send(Seek(searched))
    hall.wait_for(lambda seen: len(seen.running) == 2)
    hall.send(Halt())
    paused = hall.wait_for(lambda seen: seen.mode is SearchMode.PAUSED)
    assert paused.running == frozenset(searched.jobs[:2])
    signs.take("waits")
    rest = hall.wait_for(lambda seen: not seen.running)
    assert (rest.mode, set(rest.outcomes)) == (SearchMode.PAUSED, set(searched.jobs[:2]))
    assert not any(signs.begun(job) for job in searched.jobs[2:])
    hall.send(Proceed())
    assert all_bits(hall.done()) == expected(searched)
    assert [signs.begun(job) for job in searched.jobs] == [1] * 6


def test_that_dropping_ends_the_workers_at_once_and_what_they_were_at_is_done_again(enter: Enter, signs: Signs) -> None:
    hall, searched = enter(signs.processes(2)), plan(3, 2)
    signs.put("waits", *searched.jobs[2:])
    hall.send(Seek(searched))
    hall.wait_for(lambda seen: len(seen.outcomes) == 2 and len(seen.running) == 2)
    workers = multiprocessing.active_children()
    assert len(workers) >= 2
    hall.send(Drop())
    dropped = hall.wait_for(lambda seen: seen.mode is SearchMode.CANCELLED)
    assert (set(dropped.outcomes), dropped.running) == (set(searched.jobs[:2]), frozenset())
    assert not any(worker.is_alive() for worker in workers)
    signs.take("waits")
    hall.send(Proceed())
    seen = hall.done()
    assert all_bits(seen) == expected(searched)
    assert [signs.begun(job) for job in searched.jobs[:2]] == [1, 1]


def test_that_another_search_takes_the_place_of_the_present_one(enter: Enter, signs: Signs) -> None:
    hall, searched, other = enter(signs.processes(1)), plan(3, 2), plan(2, 3, epochs=1)
    signs.put("waits", *searched.jobs)
    hall.send(Seek(searched))
    first = hall.wait_for(lambda seen: bool(seen.running))
    signs.take("waits")
    hall.send(Seek(other))
    seen = hall.done()
    assert seen.identity > first.identity
    assert (seen.plan, set(seen.outcomes)) == (other, set(other.jobs))


def test_that_a_snapshot_in_hand_never_changes(enter: Enter) -> None:
    hall = enter()
    hall.send(Seek(plan()))
    hall.done()
    seen: list[SearchSnapshot] = hall.mailbox.posted
    counts = [len(each.outcomes) for each in seen]
    assert counts == sorted(counts)
    assert set(counts) >= {1, 2, 3, 4}
    for array in (array for each in seen for outcome in each.outcomes.values() for _, array in arrays_in(outcome)):
        assert not array.flags.writeable
    with pytest.raises(TypeError):
        del seen[-1].outcomes[plan().jobs[0]]  # type: ignore[attr-defined]


def test_that_the_run_of_a_job_is_opened_as_one_that_was_trained_here(enter: Enter) -> None:
    searched = plan(folds=2, epochs=3, arrangement=Arrangement(noise=0.2))
    hall, desk = enter(), Desk()
    desk.trainer = Trainer(open_source, desk.mailbox)
    desk.trainer.start()
    try:
        desk.send(Begin("small", searched.settings, seed=1))
        old = desk.wait_for(lambda shown: shown.mode is Mode.PAUSED)
        hall.send(Seek(searched))
        seen = hall.done()
        job = searched.jobs[-1]  # of another fold: the run on the own split is opened
        hall.send(OpenRun(seen.identity + 1, job), OpenRun(seen.identity, job))
        assert hall.wait_for(lambda seen: seen.opening is not None).opening == job
        hall.wait_for(lambda seen: seen.opening is None)
        (given,) = hall.given
        desk.send(given)
        taken = desk.wait_for(lambda shown: shown.run != old.run)
        outcome = seen.outcomes[searched.jobs[3]]
        assert outcome.params is not None
        assert same_bits(taken.params, outcome.params)
        assert (taken.number, taken.seed) == (outcome.steps, searched.seed)
        assert taken.settings == settings_of(searched, job)
        assert taken.dataset.arrangement == searched.arrangement
        assert taken.measure_curve.shape[1] == searched.epochs + 1
        assert taken.batch_curve.shape[1] == outcome.steps
        assert "step size 0.2" in taken.name
        desk.send(Back(taken.number - 2))
        early = desk.wait_for(lambda shown: shown.number == 2)
        run = Run(taken.dataset, taken.settings, taken.seed)
        run.advance()
        run.advance()
        assert content_of(early.params) == content_of(run.params)
    finally:
        desk.trainer.stop()


def test_that_a_run_that_is_being_opened_gives_way_to_another_and_to_the_end(enter: Enter) -> None:
    searched = plan(epochs=1000)
    hall = enter()
    hall.send(Seek(searched), Drop(), OpenRun(1, searched.jobs[0]), OpenRun(1, searched.jobs[1]))
    assert hall.wait_for(lambda seen: seen.opening == searched.jobs[1])
    hall.searcher.stop()
    assert len(hall.given) <= 1


def test_that_one_core_is_left_for_the_window() -> None:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert usual_workers() == max(1, (cores or 2) - 1)
