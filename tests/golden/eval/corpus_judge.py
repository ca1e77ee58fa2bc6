"""Spoils references of a corpus in every way that the metrics must bear, and scores the result with sacreBLEU.

    python3 tests/golden/eval/corpus_judge.py CORPUS/test LINES

Prints one JSON object a language: hypotheses, references, the score of every metric, and TER's [edits, words] of every line. LINES are taken of each
language, the same number of every file that has it. The seed is fixed: two runs print the same.
"""
import json
import lzma
import pathlib
import random
import sys

from judge import METRICS

SEED = 20240601


def columns(path):
    rows = [line.split("\t") for line in lzma.open(path, "rt", encoding="utf-8", newline="\n").read().split("\n") if line]
    name = path.name.split(".")[1]
    languages = rows.pop(0) if name == "multi" else name.split("-")
    return {language: [row[i] for row in rows if row[i]] for i, language in enumerate(languages)}


def references(folder, count):
    found = {}
    for path in sorted(folder.glob("*.tsv.xz")):
        for language, lines in columns(path).items():
            found.setdefault(language, []).append(lines)
    return {language: [line for lines in files for line in lines[: -(-count // len(files))]] for language, files in sorted(found.items())}


def moved(rng, units):
    start = rng.randrange(len(units))
    block = units[start : start + rng.randint(1, 12)]
    rest = units[:start] + units[start + len(block) :]
    target = rng.randint(0, len(rest))
    return rest[:target] + block + rest[target:]


def swapped(rng, units):
    units = list(units)
    for _ in range(1 + len(units) // 8):
        i, j = rng.randrange(len(units)), rng.randrange(len(units))
        units[i], units[j] = units[j], units[i]
    return units


def spoiled(rng, line, others):
    glue = " " if line.count(" ") > 1 else ""
    units = line.split(" ") if glue else list(line)
    ways = [
        lambda: units,
        lambda: [unit for unit in units if rng.random() > 0.2],
        lambda: swapped(rng, units),
        lambda: moved(rng, moved(rng, units)),
        lambda: [rng.choice((str.upper, str.lower, str.title))(unit) for unit in units],
        lambda: [],
        lambda: [rng.choice(units)],
        lambda: list(rng.choice(others)) if not glue else rng.choice(others).split(" "),
        lambda: [rng.choice(units) if rng.random() < 0.3 else unit for unit in moved(rng, units)],
        lambda: units + units[: len(units) // 2],
        lambda: rng.sample(units, len(units)),
        lambda: ["", "\u00a0", *moved(rng, swapped(rng, units)), "\t"],
    ]
    return glue.join(rng.choice(ways)())


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for language, lines in references(folder, count).items():
        rng = random.Random(f"{SEED} {language}")
        hypotheses = [spoiled(rng, line, lines) for line in lines]
        scores = {name: make().corpus_score(hypotheses, [lines]).score for name, make in METRICS.items()}
        each = [METRICS["ter"]().corpus_score([h], [[r]]) for h, r in zip(hypotheses, lines)]
        ter = [[score.num_edits, score.ref_length] for score in each]
        print(json.dumps({"language": language, "hypotheses": hypotheses, "references": lines, "scores": scores, "ter": ter}))


main()
