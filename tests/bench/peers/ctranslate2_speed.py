"""How fast CTranslate2 translates; prints one JSON object of billions of multiply-adds a second that went into the translations.

    python ctranslate2_speed.py ~/.cache/interlinear/peers/models/transformer-base --threads 2

Batches of 64 sentences of about 20 tokens, 32 target tokens each, int8. There is a batch for each thread, so that as many workers as threads have something to do.
"""
import argparse
import json
import pathlib
import random
import sys
import time

import ctranslate2

from shapes import TRANSFORMER_BASE, multiply_adds_per_target_token

BATCH = 64
SHORTEST_SOURCE, LONGEST_SOURCE = 16, 24
TARGET_LENGTH, WARM_UP_LENGTH = 32, 4
BEAMS = {"greedy": 1, "beam4": 4}


def any_sentences(count: int) -> list[list[str]]:
    draw = random.Random(1)
    return [[f"w{draw.randrange(3, TRANSFORMER_BASE.vocabulary)}" for _ in range(draw.randint(SHORTEST_SOURCE, LONGEST_SOURCE))] for _ in range(count)]


def tokens_per_second(translator: ctranslate2.Translator, sentences: list[list[str]], beam: int, length: int) -> float:
    began = time.perf_counter()
    results = translator.translate_batch(sentences, beam_size=beam, max_batch_size=BATCH, min_decoding_length=length, max_decoding_length=length)
    seconds = time.perf_counter() - began
    if any(len(result.hypotheses[0]) != length for result in results):
        sys.exit(f"CTranslate2 did not translate to exactly {length} tokens; its figure would count too much.")
    return len(sentences) * length / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast CTranslate2 translates.")
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()

    sentences = any_sentences(BATCH * options.threads)
    source_length = sum(map(len, sentences)) / len(sentences)
    multiply_adds = multiply_adds_per_target_token(TRANSFORMER_BASE, source_length, TARGET_LENGTH)
    speeds = {}
    for label, workers in {"one worker": 1, "a worker a thread": options.threads}.items():
        translator = ctranslate2.Translator(
            str(options.model), device="cpu", compute_type="int8", inter_threads=workers, intra_threads=options.threads // workers)
        for search, beam in BEAMS.items():
            tokens_per_second(translator, sentences, beam, WARM_UP_LENGTH)
            speeds[f"{search}, {label}"] = tokens_per_second(translator, sentences, beam, TARGET_LENGTH) * multiply_adds / 1e9
    print(json.dumps(speeds))


if __name__ == "__main__":
    main()
