"""What translation memories are compared with, as interlinear-bench --memory --comparison wrote it, and how a peer says what it did with it.

    workload = Workload(folder)
    threshold = workload.threshold(LEAST, similarity)
    print(json.dumps(measured("its way", import_seconds, disk_bytes, {LEAST: looked_up(threshold, lookup, workload.queries, budget)})))

A translation memory scores by words, each peer by a measure of its own. So that all are asked for the same, a peer's threshold is the one that lets
nineteen of twenty of the best matches by words through, and it hands back 20 candidates, of which the judge takes those that score best by words.
"""
import pathlib
import time
from collections.abc import Callable, Iterator

LEASTS = (70, 50)  # per cent by words, that lookups are asked for
BEST = 5  # matches of a query that count
CANDIDATES = 20
SHARE_LET_THROUGH = 0.95
WARM_UP_QUERIES = 10

Pair = tuple[str, str]  # source and target


class Workload:
    def __init__(self, folder: pathlib.Path) -> None:
        self.units_file = folder / "units.tsv"
        self.queries = (folder / "queries.tsv").read_text().splitlines()
        self.scores: list[dict[Pair, int]] = [{} for _ in self.queries]  # per mille of each unit that reaches 500, best first
        for line in (folder / "matches.tsv").read_text().splitlines():
            query, score, source, target = line.split("\t")
            self.scores[int(query)][source, target] = int(score)

    def units(self) -> Iterator[Pair]:
        with self.units_file.open() as lines:
            for line in lines:
                source, target = line.rstrip("\n").split("\t")
                yield source, target

    def best_matches(self, least: int) -> Iterator[Pair]:
        """Every query with the source of each of its best matches."""
        for query, scores in zip(self.queries, self.scores, strict=True):
            for (source, _), score in list(scores.items())[:BEST]:
                if score >= least * 10:
                    yield query, source

    def threshold(self, least: int, similarity: Callable[[str, str], float]) -> float:
        reached = sorted(similarity(query, source) for query, source in self.best_matches(least))
        return reached[int(len(reached) * (1 - SHARE_LET_THROUGH))] if reached else least / 100


def looked_up(threshold: float, lookup: Callable[[str], list[Pair]], queries: list[str], budget: float) -> dict:
    """One query after the other, until the seconds of the budget are spent; some before are not counted, for a quarter of the budget at most."""
    began = time.perf_counter()
    for query in queries[:WARM_UP_QUERIES]:
        if time.perf_counter() - began < budget / 4:
            lookup(query)
    seconds, answers = [], []
    for query in queries:
        if sum(seconds) >= budget:
            break
        began = time.perf_counter()
        answers.append(lookup(query))
        seconds.append(time.perf_counter() - began)
    return {"threshold": threshold, "seconds": seconds, "answers": answers}


def measured(way: str, import_seconds: float, disk_bytes: int | None, lookups: dict[int, dict]) -> dict:
    """disk_bytes: None for what is in memory only. The lookups by what they were asked for."""
    return {"way": way, "import_seconds": import_seconds, "disk_bytes": disk_bytes, "lookups": lookups}
