"""Scores the golden corpora of this folder with sacreBLEU and prints what expected.json holds.

    python3 tests/golden/eval/judge.py > tests/golden/eval/expected.json

Every corpus is scored as a whole, and every line of it as a corpus of its own.
"""
import json
import pathlib

from sacrebleu.metrics import BLEU, CHRF, TER

METRICS = {
    "bleu 13a": lambda: BLEU(tokenize="13a", force=True),
    "bleu zh": lambda: BLEU(tokenize="zh", force=True),
    "bleu char": lambda: BLEU(tokenize="char", force=True),
    "bleu none": lambda: BLEU(tokenize="none", force=True),
    "chrf": lambda: CHRF(),
    "chrf++": lambda: CHRF(word_order=2),
    "ter": lambda: TER(),
}


def lines(path):
    return path.read_bytes().decode("utf-8").split("\n")[:-1]


def score(make, hypotheses, references):
    metric = make()
    whole = metric.corpus_score(hypotheses, [references]).score
    each = [make().corpus_score([h], [[r]]).score for h, r in zip(hypotheses, references)]
    return {"signature": str(metric.get_signature()), "score": round(whole, 6), "lines": [round(line, 6) for line in each]}


def main():
    folder = pathlib.Path(__file__).parent
    entries = []
    for corpus in ("de", "zh", "edge"):
        hypotheses, references = (lines(folder / f"{corpus}.{side}.txt") for side in ("hypothesis", "reference"))
        for name, make in METRICS.items():
            entries.append(json.dumps({"corpus": corpus, "metric": name} | score(make, hypotheses, references)))
    print("[\n" + ",\n".join(entries) + "\n]")


if __name__ == "__main__":
    main()
