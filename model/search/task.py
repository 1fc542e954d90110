"""What a worker is asked to do. It opens the data set once, and arranges each fold once."""

from functools import lru_cache

from threadpoolctl import threadpool_limits

from model.datasets.arrangement import Arrangement
from model.datasets.dataset import Dataset
from model.datasets.folds import fold
from model.helping import stay_in_one_thread
from model.search.records import Job, Outcome, Plan
from model.search.supply import Supply
from model.search.work import run_job


def work(supply: Supply | Dataset, plan: Plan, job: Job) -> Outcome:
    """What comes of a job on a data set that is laid out somewhere, or here."""
    return run_job(_arranged(supply, plan.arrangement, job.fold), plan, job)


def work_in_one_thread(supply: Supply | Dataset, plan: Plan, job: Job) -> Outcome:
    """The same in a process that others have begun, of which it takes one core."""
    _settle()
    return work(supply, plan, job)


def can_open(supply: Supply) -> bool:
    """Whether this process finds the same data set at the same place."""
    try:
        _opened(supply)
    except Exception:
        return False
    return True


@lru_cache(maxsize=1)
def _settle() -> None:
    threadpool_limits(limits=1, user_api="blas")
    stay_in_one_thread()


@lru_cache(maxsize=1)
def _opened(supply: Supply) -> Dataset:
    return supply.open()


@lru_cache(maxsize=2)
def _arranged(supply: Supply | Dataset, arrangement: Arrangement, number: int) -> Dataset:
    return fold(_opened(supply) if isinstance(supply, Supply) else supply, arrangement, number)
