"""sacreBLEU's paired tests on the German golden corpus: its translations as the system, and a baseline that the test writes.

    python3 tests/golden/eval/judge_significance.py BASELINE.txt

Prints {"bootstrap": {"BLEU": {"p", "mean", "ci", "score", "baseline"}, …}, "randomisation": {…}}.
"""
import json
import pathlib
import sys

from judge import lines
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest


def main():
    folder = pathlib.Path(__file__).parent
    system, references = (lines(folder / f"de.{side}.txt") for side in ("hypothesis", "reference"))
    systems = [("baseline", lines(pathlib.Path(sys.argv[1]))), ("system", system)]
    results = {}
    for name, kind, samples in (("bootstrap", "bs", 2000), ("randomisation", "ar", 4000)):
        metrics = {"BLEU": BLEU(force=True), "chrF": CHRF(), "TER": TER()}
        _, scores = PairedTest(systems, metrics, [references], test_type=kind, n_samples=samples, n_ar_confidence=1000)()
        results[name] = {}
        for metric in scores.keys() - {"System"}:
            baseline, ours = scores[metric]
            numbers = {"p": ours.p_value, "mean": float(ours.mean), "ci": float(ours.ci), "score": ours.score, "baseline": baseline.score}
            results[name][metric.rstrip("2")] = numbers
    print(json.dumps(results))


if __name__ == "__main__":
    main()
