"""How fast PostgreSQL finds similar texts by trigrams (pg_trgm); prints one JSON object for each kind of index.

    python postgres_memory.py /tmp/comparison --budget 60

The server is the newest that is installed, started for this in a folder of its own. The lookup is the one of pg_trgm's manual: similar texts, the nearest
first. The signatures of the GiST index have 256 bytes, with which it is smaller and no slower than with the default.
"""
import argparse
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import psycopg

from memory_workload import CANDIDATES, LEASTS, Pair, Workload, looked_up, measured

NOBODY = "nobody"
SETTINGS = {
    "listen_addresses": "", "shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "1GB", "max_wal_size": "8GB",
    "random_page_cost": "1.1", "jit": "off",
}
INDEXES = {"GIN": "gin (source gin_trgm_ops)", "GiST": "gist (source gist_trgm_ops(siglen = 256))"}
LOOKUP = f"SELECT source, target FROM units WHERE source %% %(query)s ORDER BY source <-> %(query)s LIMIT {CANDIDATES}"


def programs() -> pathlib.Path:
    found = [program.parent for program in pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        sys.exit("There is no PostgreSQL server in /usr/lib/postgresql. Install the package postgresql.")
    return max(found, key=lambda folder: float(folder.parent.name))


@contextlib.contextmanager
def server() -> Iterator[str]:
    """How to connect to it. As root it runs as another user, since it refuses to run as root."""
    with tempfile.TemporaryDirectory(prefix="interlinear-postgres-") as folder:
        as_nobody = []
        if os.geteuid() == 0:
            user = pwd.getpwnam(NOBODY)
            os.chown(folder, user.pw_uid, user.pw_gid)
            as_nobody = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

        def run(program: str, *arguments: str) -> None:
            finished = subprocess.run([*as_nobody, programs() / program, "--pgdata", f"{folder}/data", *arguments], cwd=folder, check=False,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if finished.returncode != 0:
                log = pathlib.Path(folder, "log")
                sys.exit(f"{program} failed (exit status {finished.returncode}). {log.read_text() if log.exists() else ''}".strip())

        run("initdb", "--auth", "trust", "--username", "postgres", "--encoding", "UTF8", "--locale", "C", "--no-sync")
        settings = {**SETTINGS, "unix_socket_directories": folder}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        run("pg_ctl", "start", "--wait", "--timeout", "100", "--log", f"{folder}/log", "--options", options)
        try:
            yield f"host={folder} user=postgres dbname=postgres"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode", "immediate")


def value(connection: psycopg.Connection, query: str, *parameters: str) -> float:
    return connection.execute(query, parameters).fetchone()[0]


def import_units(connection: psycopg.Connection, workload: Workload) -> float:
    """Seconds."""
    connection.execute("CREATE EXTENSION pg_trgm")
    connection.execute("CREATE TABLE units (source text NOT NULL, target text NOT NULL)")
    began = time.perf_counter()
    with workload.units_file.open("rb") as units, connection.cursor().copy("COPY units FROM STDIN") as copy:
        shutil.copyfileobj(units, copy, 1 << 20)
    return time.perf_counter() - began


def measure_index(connection: psycopg.Connection, index: str, copy_seconds: float, workload: Workload, budget: float) -> dict:
    def lookup(query: str) -> list[Pair]:
        return connection.execute(LOOKUP, {"query": query}).fetchall()

    began = time.perf_counter()
    connection.execute(f"CREATE INDEX by_trigram ON units USING {INDEXES[index]}")
    connection.execute("VACUUM ANALYZE units")
    lookup(workload.queries[0])
    import_seconds = copy_seconds + time.perf_counter() - began
    disk_bytes = value(connection, "SELECT pg_total_relation_size('units')")
    lookups = {}
    for least in LEASTS:
        threshold = workload.threshold(least, lambda query, source: value(connection, "SELECT similarity(%s, %s)", query, source))
        connection.execute(f"SET pg_trgm.similarity_threshold = {threshold}")
        lookups[least] = looked_up(threshold, lookup, workload.queries, budget)
    connection.execute("DROP INDEX by_trigram")
    return measured(f"PostgreSQL pg_trgm {index}", import_seconds, disk_bytes, lookups)


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast PostgreSQL finds similar texts by trigrams.")
    parser.add_argument("workload", type=pathlib.Path)
    parser.add_argument("--budget", type=float, required=True, help="seconds of lookups at each threshold, for each kind of index")
    options = parser.parse_args()
    workload = Workload(options.workload)
    with server() as address, psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
        copy_seconds = import_units(connection, workload)
        for index in INDEXES:
            print(json.dumps(measure_index(connection, index, copy_seconds, workload, options.budget)))


if __name__ == "__main__":
    main()
