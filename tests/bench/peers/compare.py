"""Our engine beside llama.cpp and CTranslate2 in one run; packaging/bench-peers.sh calls it.

    python compare.py --bench build/release/bin/interlinear-bench --models ~/.cache/interlinear/peers/models --quick

In each repetition ours is measured and at once the peer, each in a process of its own; the ratio is the median of the repetitions' ratios, so that what slows the
machine for a while slows both. Of a peer's several ways to do the same (batch sizes, workers) the one with the best median counts.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from typing import NamedTuple

FOLDER = pathlib.Path(__file__).parent
LLAMA, CTRANSLATE2 = "llama.cpp", "CTranslate2"
PROGRAMS = {LLAMA: "llama_speed.py", CTRANSLATE2: "ctranslate2_speed.py"}
TRANSFORMER = "transformer-base"
DOCUMENT_MODEL = "70m"  # for which the targets of documents are stated
QUIET_SHARE, QUIET_SECONDS, MOST_WAITED_SECONDS = 0.92, 1.5, 6.0
MOST_SPREAD, MOST_LOAD = 0.15, 0.3  # above them nothing is said of floors and targets


class Comparison(NamedTuple):
    """Floor and targets are multiples of the peer, from performance.md 7.1; against llama.cpp it states one more than against whichever peer is best."""
    id: str
    unit: str
    peer: str
    model: str
    ways: list[str]  # in which the peer does it
    floor: float | None = None
    target: float | None = None
    target_of_peer: float | None = None

    def peer_figure(self, way: str) -> str:
        return f"{self.peer}.{self.model}.{way}"


class Outcome(NamedTuple):
    comparison: Comparison
    way: str
    ours: float
    peers: float
    ratio: float
    spread: float  # of the repetitions' ratios
    load: float  # processors that others kept busy

    def is_valid(self) -> bool:
        return self.spread <= MOST_SPREAD and self.load <= MOST_LOAD


class Measured(NamedTuple):
    """One value a repetition."""
    figures: dict[str, list[float]]  # by their id
    loads: dict[str, list[float]]  # processors that others kept busy, by the peer's and the model's name


def llama_comparisons(model: str) -> list[Comparison]:
    batch_target, batch_target_of_llama = {"70m": (6.0, 13.0), "1b": (4.0, 11.0)}.get(model, (None, None))
    return [
        Comparison(f"C1.int8.batch1.{model}", "tokens/s", LLAMA, model, ["batch1"], None, 1.5, 2.8),
        Comparison(f"C2.int8.batch64.{model}", "tokens/s", LLAMA, model, ["batch8", "batch32", "batch64"], None, batch_target, batch_target_of_llama),
        Comparison(f"C3.int8.prompt512.{model}", "tokens/s", LLAMA, model, ["prompt512"], None, 5.0, 10.0),
    ]


def document_comparisons() -> list[Comparison]:
    return [
        Comparison(f"C6.{search}.int8.{DOCUMENT_MODEL}", "GMAC/s", CTRANSLATE2, TRANSFORMER,
                   [f"{search}, one worker", f"{search}, a worker a thread"], floor=1.5, target=2.5)
        for search in ("greedy", "beam4")
    ]


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def processor_seconds() -> tuple[float, float]:
    """All processors together, busy and idle, since the machine started."""
    fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    idle = fields[3] + fields[4]
    tick = os.sysconf("SC_CLK_TCK")
    return (sum(fields) - idle) / tick, idle / tick


def wait_for_quiet() -> None:
    """A while at most: where others stay busy, the load says so."""
    give_up = time.monotonic() + MOST_WAITED_SECONDS
    while time.monotonic() < give_up:
        busy_before, idle_before = processor_seconds()
        time.sleep(QUIET_SECONDS)
        busy, idle = processor_seconds()
        if idle - idle_before >= QUIET_SHARE * (busy - busy_before + idle - idle_before):
            return


def seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(name: str, command: list[str]) -> tuple[list[dict], float]:
    """The JSON objects that it prints, and how many processors others kept busy meanwhile."""
    wait_for_quiet()
    began, busy_before, own_before = time.monotonic(), processor_seconds()[0], seconds_of_children()
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    if finished.returncode != 0:
        sys.exit(f"{name} failed (exit status {finished.returncode}): {' '.join(command)}\n{finished.stderr.strip()}")
    by_others = processor_seconds()[0] - busy_before - (seconds_of_children() - own_before)
    return [json.loads(line) for line in finished.stdout.splitlines()], max(0.0, by_others / (time.monotonic() - began))


def measure_pair(measured: Measured, our_command: list[str], peers_command: list[str], peer: str, model: str) -> None:
    """Ours, then the peer with its own model."""
    ours, load = run("interlinear-bench", our_command)
    theirs, peers_load = run(peer, peers_command)
    for figure in ours:
        measured.figures[figure["id"]].append(figure["value"])
    for way, value in theirs[0].items():
        measured.figures[f"{peer}.{model}.{way}"].append(value)
    measured.loads[f"{peer}.{model}"].append(max(load, peers_load))


def measure(options: argparse.Namespace, bench: pathlib.Path, moe_models: list[str], with_document: bool) -> Measured:
    measured = Measured(defaultdict(list), defaultdict(list))
    threads = ["--threads", str(options.threads)]
    # Its own repetitions: three are enough where it is called again and again.
    ours = [str(bench), "--quick", "--json", "--precision", "int8", *threads]

    def peers(peer: str, model: str) -> list[str]:
        return [sys.executable, str(FOLDER / PROGRAMS[peer]), str(options.models / model), *threads]

    repetitions = 3 if options.quick else 7
    for repetition in range(1, repetitions + 1):
        say(f"Repetition {repetition} of {repetitions} …")
        for model in moe_models:
            measure_pair(measured, [*ours, "--model", model], peers(LLAMA, model), LLAMA, model)
        if with_document:
            measure_pair(measured, [*ours, "--model", DOCUMENT_MODEL, "--document"], peers(CTRANSLATE2, TRANSFORMER), CTRANSLATE2, TRANSFORMER)
    return measured


def outcome(comparison: Comparison, measured: Measured) -> Outcome:
    ours = measured.figures[comparison.id]
    way = max(comparison.ways, key=lambda way: statistics.median(measured.figures[comparison.peer_figure(way)]))
    peers = measured.figures[comparison.peer_figure(way)]
    ratios = [our / peer for our, peer in zip(ours, peers, strict=True)]
    ratio = statistics.median(ratios)
    load = statistics.median(measured.loads[f"{comparison.peer}.{comparison.model}"])
    return Outcome(comparison, way, statistics.median(ours), statistics.median(peers), ratio, (max(ratios) - min(ratios)) / ratio, load)


def as_json(outcome: Outcome) -> str:
    comparison = outcome.comparison
    return json.dumps({
        "id": comparison.id, "unit": comparison.unit, "ours": outcome.ours, "peer": comparison.peer, "way": outcome.way, "peers": outcome.peers,
        "ratio": outcome.ratio, "floor": comparison.floor, "target": comparison.target, "target_of_peer": comparison.target_of_peer,
        "meets_floor": outcome.ratio >= comparison.floor if comparison.floor is not None and outcome.is_valid() else None,
        "valid": outcome.is_valid(), "spread": outcome.spread, "load": outcome.load})


def goals_as_text(outcome: Outcome) -> str:
    comparison = outcome.comparison
    goals = {"floor": comparison.floor, "target": comparison.target, f"target against {comparison.peer}": comparison.target_of_peer}
    stated = {f"{name} {goal:g}x": outcome.ratio >= goal for name, goal in goals.items() if goal is not None}
    return ", ".join(f"{goal} {'met' if met else 'missed'}" if outcome.is_valid() else goal for goal, met in stated.items())


def as_text(outcome: Outcome) -> str:
    comparison = outcome.comparison
    figures = f"{comparison.id:<24} {outcome.ours:9,.1f} {comparison.unit:<8}  {outcome.peers:9,.1f} {comparison.peer} ({outcome.way})"
    noise = f"spread {outcome.spread:.0%}, load {outcome.load:.1f}{'' if outcome.is_valid() else ' (invalid)'}"
    return f"{figures:<92}  {outcome.ratio:6.2f}x  {noise}  {goals_as_text(outcome)}".rstrip()


def help_of(bench: pathlib.Path, original: pathlib.Path) -> str:
    try:
        return subprocess.run([bench, "--help"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"{original} does not run ({error}). Build interlinear-bench anew, or name another in INTERLINEAR_BENCH.")


def print_outcomes(options: argparse.Namespace, comparisons: list[Comparison], measured: Measured) -> None:
    invalid = 0
    for comparison in comparisons:
        if comparison.id not in measured.figures:
            say(f"{options.bench} printed no {comparison.id}, so it is not compared.")
            continue
        found = outcome(comparison, measured)
        print(as_json(found) if options.json else as_text(found), flush=True)
        invalid += not found.is_valid()
    if invalid:
        say(f"Invalid, so that floors and targets are not judged: {invalid}. There the repetitions differed by more than {MOST_SPREAD:.0%}, or other programs kept "
            f"more than {MOST_LOAD} processors busy. Measure again when the machine is quiet.")


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures Interlinear's engine beside llama.cpp and CTranslate2.")
    parser.add_argument("--bench", type=pathlib.Path, required=True, help="our interlinear-bench")
    parser.add_argument("--models", type=pathlib.Path, required=True, help="what make_models.py wrote")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="three repetitions instead of seven, and no 1b")
    parser.add_argument("--without-llama", action="store_true", help="where llama.cpp could not be compiled")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    moe_models = [] if options.without_llama else ["20m", "70m"] if options.quick else ["20m", "70m", "1b"]
    # A copy, so that all repetitions measure one build, though somebody may be building the next.
    with tempfile.TemporaryDirectory() as folder:
        bench = pathlib.Path(shutil.copy2(options.bench, folder))
        our_help = help_of(bench, options.bench)
        if "--precision" not in our_help:
            sys.exit(f"{options.bench} is too old to be compared: it has no --precision. Build it anew, or name another in INTERLINEAR_BENCH.")
        with_document = "--document" in our_help
        if not with_document:
            say(f"{options.bench} has no --document, so CTranslate2 is not compared. Build a newer one for C6.")
        measured = measure(options, bench, moe_models, with_document)
    comparisons = [comparison for model in moe_models for comparison in llama_comparisons(model)] + (document_comparisons() if with_document else [])
    print_outcomes(options, comparisons, measured)


if __name__ == "__main__":
    main()
