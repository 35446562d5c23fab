import os

from calls_http import connect, rows_of
from platform_95ai import measure

count = int(os.environ["BENCH_COUNT"])
total = 0


def work():
    global total
    connection = connect()
    for page in range(1, count + 1):
        total += rows_of(connection, page)


measure(work)
print("result", total)
