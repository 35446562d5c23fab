import os

from platform_95ai import measure, named, read, sign

fields = named(read(os.environ["BENCH_DATA"] + "/fields.json"))
count = int(os.environ["BENCH_COUNT"])


def work():
    for _ in range(count):
        sign(fields)


measure(work)
print("result", sign(fields))
