"""How fast translate-toolkit's translation memory answers; prints one JSON object.

    python toolkit_memory.py database /tmp/comparison --budget 60

`database` is its TMDB, SQLite with a full-text index, which its memory server looks up in; `matcher` is its matcher over all units in memory, which pot2po and
Virtaal use. Both judge by the edit distance of characters. The database has SQLite's statistics: without them a lookup among 100,000 units takes minutes.
"""
import argparse
import itertools
import json
import pathlib
import tempfile
import time

from translate.search.lshtein import LevenshteinComparer
from translate.search.match import matcher
from translate.storage.base import TranslationStore, TranslationUnit
from translate.storage.tmdb import TMDB

from memory_workload import CANDIDATES, LEASTS, Pair, Workload, looked_up, measured

LONGEST = 1000  # characters, which is the database's default; the matcher's cuts off at 70


class DistinctComparer(LevenshteinComparer):
    """Two units as similar as each other stop the matcher with a TypeError, so that no similarity returns."""

    def __init__(self) -> None:
        super().__init__(LONGEST)
        self._calls = itertools.count()

    def similarity(self, a: str, b: str, stoppercentage: float = 40) -> float:
        return super().similarity(a, b, stoppercentage) + next(self._calls) * 1e-12


def thresholds(workload: Workload) -> dict[int, float]:
    comparer = LevenshteinComparer(LONGEST)
    return {least: workload.threshold(least, lambda query, source: comparer.similarity(query, source, 0)) for least in LEASTS}


def measure_database(workload: Workload, budget: float) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "memory.db"
        began = time.perf_counter()
        database = TMDB(str(file), max_candidates=CANDIDATES, max_length=LONGEST)
        database.add_list(({"source": source, "target": target, "context": ""} for source, target in workload.units()), "en", "de")
        database.cursor.execute("ANALYZE")
        database.connection.commit()

        def lookup(query: str) -> list[Pair]:
            return [(match["source"], match["target"]) for match in database.translate_unit(query, "en", "de")]

        lookup(workload.queries[0])
        import_seconds = time.perf_counter() - began
        lookups = {}
        for least, threshold in thresholds(workload).items():
            database.min_similarity = threshold
            lookups[least] = looked_up(threshold, lookup, workload.queries, budget)
        database.connection.close()
        return measured("translate-toolkit TMDB", import_seconds, file.stat().st_size, lookups)


def measure_matcher(workload: Workload, budget: float) -> dict:
    began = time.perf_counter()
    store = TranslationStore()
    for source, target in workload.units():
        unit = TranslationUnit(source)
        unit.target = target
        store.units.append(unit)
    memory = matcher(store, max_candidates=CANDIDATES, max_length=LONGEST, comparer=DistinctComparer())

    def lookup(query: str) -> list[Pair]:
        return [(str(match.source), str(match.target)) for match in memory.matches(query)]

    lookup(workload.queries[0])
    import_seconds = time.perf_counter() - began
    lookups = {}
    for least, threshold in thresholds(workload).items():
        memory.setparameters(CANDIDATES, threshold, LONGEST)
        lookups[least] = looked_up(threshold, lookup, workload.queries, budget)
    return measured("translate-toolkit matcher", import_seconds, None, lookups)


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast translate-toolkit's translation memory answers.")
    parser.add_argument("way", choices=["database", "matcher"])
    parser.add_argument("workload", type=pathlib.Path)
    parser.add_argument("--budget", type=float, required=True, help="seconds of lookups at each threshold")
    options = parser.parse_args()
    measure = {"database": measure_database, "matcher": measure_matcher}[options.way]
    print(json.dumps(measure(Workload(options.workload), options.budget)))


if __name__ == "__main__":
    main()
