"""What a Python program needs for the platform: the signature."""
import hashlib
import json
import resource
import time


def sign(fields):
    text = json.dumps(fields, separators=(",", ":")).replace("/", "\\/").replace(" ", "")
    return hashlib.md5(text.encode()).hexdigest()[1:9]


def named(flat):
    """A flat list (name, value, …) as a dict in its order."""
    return dict(zip(flat[::2], flat[1::2]))


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def measure(work):
    """Runs `work` and prints how long it and its CPU took."""

    def cpu():
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    before, wall = cpu(), time.monotonic()
    work()
    print("cpu %.6f\nwall %.6f" % (cpu() - before, time.monotonic() - wall))
