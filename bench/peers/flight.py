import itertools
import os
from concurrent.futures import ThreadPoolExecutor

from calls_http import connect, rows_of
from platform_95ai import measure

count, width = int(os.environ["BENCH_COUNT"]), int(os.environ["BENCH_WIDTH"])
total = 0


def work():
    global total
    pages = itertools.count(1)

    def worker(_):
        connection, rows = connect(), 0
        while (page := next(pages)) <= count:
            rows += rows_of(connection, page)
        return rows

    with ThreadPoolExecutor(width) as pool:
        total = sum(pool.map(worker, range(width)))


measure(work)
print("result", total)
