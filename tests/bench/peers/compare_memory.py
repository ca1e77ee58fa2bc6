"""Our translation memory beside those of others in one run; packaging/bench-memory-peers.sh calls it.

    python compare_memory.py --bench build/release/bin/interlinear-bench --units 100000 --budget 60

All get the same units in one file, and the same queries one after the other. Times are those that pass; a peer's ratio is over the queries that it had
time for. Answers are judged by a scan of all units with our scores by words, whatever measure a peer searches by: `same` is the share of queries whose
five best scores are those of the scan, `best` the share, of the queries that have a match, whose best score is.
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
from typing import NamedTuple

from compare import FOLDER, MOST_LOAD, run, say
from memory_workload import BEST, LEASTS, Workload

OURS = "Interlinear"
PEERS = {
    "PostgreSQL": ["postgres_memory.py"],
    "translate-toolkit's database": ["toolkit_memory.py", "database"],
    "translate-toolkit's matcher": ["toolkit_memory.py", "matcher"],
}


class Lookup(NamedTuple):
    way: str
    least: int  # per cent that were asked for
    threshold: float  # in the peer's measure
    p50: float  # milliseconds
    p95: float
    p50_ratio: float  # to ours for the same queries
    p95_ratio: float
    same: float  # shares
    best: float | None
    queries: int


class Import(NamedTuple):
    way: str
    units: int
    seconds: float
    seconds_ratio: float
    bytes_a_unit: float | None
    bytes_ratio: float | None


def percentile(seconds: list[float], percent: int) -> float:
    """Milliseconds."""
    return sorted(seconds)[len(seconds) * percent // 100] * 1e3


def judge(workload: Workload, least: int, answers: list[list]) -> tuple[float, float | None]:
    same, best = [], []
    for scores, answer in zip(workload.scores, answers, strict=False):
        expected = [score for score in scores.values() if score >= least * 10][:BEST]
        found = sorted((scores.get(pair, 0) for pair in {tuple(pair) for pair in answer}), reverse=True)[:BEST]
        found = [score for score in found if score >= least * 10]
        same.append(found == expected)
        if expected:
            best.append(found[:1] == expected[:1])
    return statistics.mean(same), statistics.mean(best) if best else None


def lookup_of(measured: dict, ours: dict, least: int, workload: Workload) -> Lookup:
    lookup = measured["lookups"][str(least)]
    seconds = lookup["seconds"]
    our_seconds = ours["lookups"][str(least)]["seconds"][:len(seconds)]
    p50, p95 = percentile(seconds, 50), percentile(seconds, 95)
    return Lookup(measured["way"], least, lookup["threshold"], p50, p95, p50 / percentile(our_seconds, 50), p95 / percentile(our_seconds, 95),
                  *judge(workload, least, lookup["answers"]), len(seconds))


def import_of(measured: dict, ours: dict, units: int) -> Import:
    on_disk = measured["disk_bytes"]
    return Import(measured["way"], units, measured["import_seconds"], measured["import_seconds"] / ours["import_seconds"],
                  on_disk / units if on_disk else None, on_disk / ours["disk_bytes"] if on_disk else None)


def percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def lookups_as_text(least: int, lookups: list[Lookup]) -> str:
    def line(it: Lookup) -> str:
        times = f"{it.p50:>11.3f}{it.p50_ratio:>9,.0f}{it.p95:>11.3f}{it.p95_ratio:>9,.0f}"
        return f"{it.way:<28}{it.threshold:>10.3g}{times}{percent(it.same):>9}{percent(it.best):>9}{it.queries:>9}"

    heads = f"{'threshold':>10}{'p50 ms':>11}{'x ours':>9}{'p95 ms':>11}{'x ours':>9}{'same':>9}{'best':>9}{'queries':>9}"
    return "\n".join([f"{f'Lookup at {least}':<28}{heads}", *map(line, lookups)])


def imports_as_text(imports: list[Import]) -> str:
    def on_disk(figure: float | None, digits: int) -> str:
        return "-" if figure is None else f"{figure:.{digits}f}"

    lines = [f"{f'Import of {imports[0].units:,} units':<28}{'seconds':>10}{'x ours':>11}{'B/unit':>9}{'x ours':>11}"]
    lines += [f"{it.way:<28}{it.seconds:>10.1f}{it.seconds_ratio:>11.1f}{on_disk(it.bytes_a_unit, 0):>9}{on_disk(it.bytes_ratio, 1):>11}" for it in imports]
    return "\n".join(lines)


def measure(options: argparse.Namespace, folder: pathlib.Path) -> tuple[list[dict], float]:
    """Ours first; and the most processors that others kept busy."""
    say(f"Measuring {OURS} …")
    _, load = run("interlinear-bench", [str(options.bench), "--quick", "--json", "--memory", "--units", str(options.units), "--comparison", str(folder)])
    all_measured, loads = [json.loads((folder / "ours.json").read_text())], [load]
    for peer, (program, *way) in PEERS.items():
        say(f"Measuring {peer} …")
        measured, load = run(peer, [sys.executable, str(FOLDER / program), *way, str(folder), "--budget", str(options.budget)])
        all_measured += measured
        loads.append(load)
    return all_measured, max(loads)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Interlinear's translation memory beside PostgreSQL's pg_trgm and translate-toolkit's.")
    parser.add_argument("--bench", type=pathlib.Path, required=True, help="our interlinear-bench")
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--budget", type=float, default=240, help="seconds of lookups that each way of a peer has at each threshold")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="interlinear-memory-peers-") as name:
        folder = pathlib.Path(name)
        all_measured, load = measure(options, folder)
        workload = Workload(folder)
    ours = all_measured[0]
    imports = [import_of(measured, ours, options.units) for measured in all_measured]
    tables = {least: [lookup_of(measured, ours, least, workload) for measured in all_measured] for least in LEASTS}
    if options.json:
        for row in [*(lookup for table in tables.values() for lookup in table), *imports]:
            print(json.dumps(row._asdict()))
    else:
        print("\n\n".join([*(lookups_as_text(least, table) for least, table in tables.items()), imports_as_text(imports)]))
    if load > MOST_LOAD:
        say(f"Other programs kept up to {load:.1f} processors busy. Measure again when the machine is quiet.")


if __name__ == "__main__":
    main()
