# All calls, and their turns, into the tables of `ai95 sync`.
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from platform_client import Platform  # noqa: E402

TYPES = {
    "cdr_id": "INTEGER", "talktimes": "INTEGER", "queuetimes": "INTEGER", "ringtimes": "INTEGER",
    "asr_c": "REAL", "asr_d": "INTEGER",
}
COLUMNS = [
    "cdr_id", "cdr_sn", "project_sn", "caller", "callee", "user_name", "team_name", "connected_at",
    "disconnected_at", "talktimes", "endreason", "recordpath", "recordfile", "direction",
    "startqueue_at", "endqueue_at", "queuetimes", "startring_at", "endring_at", "ringtimes", "asr_a",
    "asr_b", "asr_c", "asr_d", "dial_task_main_sn", "user_sn", "team_sn",
]
TIMES = [name for name in COLUMNS if name.endswith("_at")]
MARKERS = {"noinput", "nomatch", "BasedPTheEnd"}
PAGE_SIZE = 1000

database = sqlite3.connect("calls.db")
definitions = ", ".join(f"{name} {TYPES.get(name, 'TEXT')}" for name in COLUMNS)
database.executescript(f"""
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE calls ({definitions}, extra TEXT, PRIMARY KEY (cdr_sn));
    CREATE INDEX calls_connected_at ON calls (connected_at);
    CREATE TABLE call_turns (cdr_sn TEXT, turn INTEGER, voice TEXT, answer TEXT, marker TEXT,
        recording TEXT, PRIMARY KEY (cdr_sn, turn));
    CREATE TABLE progress (list TEXT PRIMARY KEY, page INTEGER);
""")
sets = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "cdr_sn")
INSERT = (f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES"
          f" ({', '.join(':' + name for name in COLUMNS)})"
          f" ON CONFLICT (cdr_sn) DO UPDATE SET {sets}")
INSERT_TURN = "INSERT INTO call_turns VALUES (?, ?, ?, ?, ?, ?)"


def turns_of(calls):
    for call in calls:
        items = (call["asr_a"] or "").split("##")
        number = 0
        for item in items:
            if item.strip():
                number += 1
                voice, _, said = item.partition("@@")
                answer, _, recording = said.partition("#@")
                marker = answer if answer in MARKERS else None
                yield (call["cdr_sn"], number, voice or None,
                       None if marker else answer or None, marker, recording or None)


platform = Platform()
page = seen = 0
while True:
    data = platform.call("cdrlist", {
        "pageIndex": page, "pageSize": PAGE_SIZE, "start_create_at": "2000-01-01",
        "end_create_at": "2037-12-31"})
    calls = data["list"]
    for call in calls:
        for name in TIMES:
            if call[name]:
                call[name] = call[name].replace(" ", "T") + "+08:00"
    with database:
        database.executemany(INSERT, calls)
        database.executemany("DELETE FROM call_turns WHERE cdr_sn = ?",
                             [(call["cdr_sn"],) for call in calls])
        database.executemany(INSERT_TURN, turns_of(calls))
        database.execute("INSERT OR REPLACE INTO progress VALUES ('calls', ?)", (page,))
    page += 1
    seen += len(calls)
    if not calls or seen >= int(data["total"]):
        break
database.close()
print(seen)
