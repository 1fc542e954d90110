"""A Dask cluster in a process of its own: two workers, each a process. It ends when its input does.

Usage: python -m tests.model.search.host WORKERS
"""

import json
import sys

if __name__ == "__main__":
    from distributed import LocalCluster

    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address=":0") as cluster:
        pids = [nanny.pid for nanny in cluster.workers.values()]
        print(json.dumps({"address": cluster.scheduler_address, "pids": pids}), flush=True)
        sys.stdin.read()
