"""Scores the Japanese golden corpus with sacreBLEU's ja-mecab and prints what expected_japanese.json holds. Needs `pip install sacrebleu[ja]`.

    python3 tests/golden/eval/judge_japanese.py > tests/golden/eval/expected_japanese.json
"""
import json
import pathlib

from judge import lines, score
from sacrebleu.metrics import BLEU


def main():
    folder = pathlib.Path(__file__).parent
    hypotheses, references = (lines(folder / f"ja.{side}.txt") for side in ("hypothesis", "reference"))
    print(json.dumps(score(lambda: BLEU(tokenize="ja-mecab", force=True), hypotheses, references)))


if __name__ == "__main__":
    main()
