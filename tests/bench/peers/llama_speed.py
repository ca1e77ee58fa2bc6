"""How fast llama.cpp reads and decodes; prints one JSON object of tokens a second.

    python llama_speed.py ~/.cache/interlinear/peers/models/70m --threads 2

The work is that of tests/bench/engine_speed.cpp: prompts of 16 tokens, as many steps a batch, one prompt of 512, each figure the median of three after a first try.
No token is chosen from the logits, which can only favour llama.cpp; the tokens differ from each other, so that they choose different experts.
"""
import argparse
import ctypes
import json
import pathlib
import statistics
import sys
import time
from collections.abc import Callable

import llama_cpp

BATCHES = [1, 8, 32, 64]
SHORT_PROMPT, LONG_PROMPT = 16, 512
POSITIONS = 128  # of one sequence of a batch
DECODED_TOKENS, LEAST_STEPS, MOST_STEPS = 1536, 16, 64
REPETITIONS = 3


@llama_cpp.llama_log_callback
def keep_quiet(level: int, text: bytes, user_data: ctypes.c_void_p) -> None:
    """The log of loading is for nobody here."""


def open_model(folder: pathlib.Path) -> llama_cpp.llama_model_p:
    model = llama_cpp.llama_model_load_from_file(str(folder / "model.gguf").encode(), llama_cpp.llama_model_default_params())
    if not model:
        sys.exit(f"llama.cpp cannot read {folder / 'model.gguf'}. Delete the folder, so that it is made anew.")
    return model


def open_context(model: llama_cpp.llama_model_p, sequences: int, positions: int, threads: int) -> llama_cpp.llama_context_p:
    params = llama_cpp.llama_context_default_params()
    params.n_ctx = sequences * positions
    params.n_seq_max = sequences
    params.n_batch = params.n_ubatch = max(LONG_PROMPT, sequences)
    params.n_threads = params.n_threads_batch = threads
    context = llama_cpp.llama_init_from_model(model, params)
    if not context:
        sys.exit(f"llama.cpp opens no context for {sequences} sequences of {positions} tokens; is there enough memory?")
    return context


def any_token(sequence: int, position: int, vocabulary: int) -> int:
    return (sequence * 7919 + position * 37) % vocabulary


def step(context: llama_cpp.llama_context_p, batch: llama_cpp.llama_batch, vocabulary: int, sequences: range, positions: range) -> None:
    """Reads these positions of these sequences; logits come for the last one of each."""
    batch.n_tokens = len(sequences) * len(positions)
    places = ((sequence, position) for sequence in sequences for position in positions)
    for i, (sequence, position) in enumerate(places):
        batch.token[i] = any_token(sequence, position, vocabulary)
        batch.pos[i] = position
        batch.n_seq_id[i] = 1
        batch.seq_id[i][0] = sequence
        batch.logits[i] = position == positions[-1]
    status = llama_cpp.llama_decode(context, batch)
    if status != 0:
        sys.exit(f"llama.cpp failed at a step of {batch.n_tokens} tokens (status {status}).")
    llama_cpp.llama_synchronize(context)


def repeated(measure: Callable[[], float]) -> float:
    measure()
    return statistics.median(measure() for _ in range(REPETITIONS))


def decode_speed(model: llama_cpp.llama_model_p, sequences: int, threads: int) -> float:
    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    steps = min(max(DECODED_TOKENS // sequences, LEAST_STEPS), MOST_STEPS)
    context = open_context(model, sequences, POSITIONS, threads)
    batch = llama_cpp.llama_batch_init(sequences, 0, 1)
    prompt = llama_cpp.llama_batch_init(SHORT_PROMPT, 0, 1)

    def measure() -> float:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
        for sequence in range(sequences):
            step(context, prompt, vocabulary, range(sequence, sequence + 1), range(SHORT_PROMPT))
        began = time.perf_counter()
        for position in range(SHORT_PROMPT, SHORT_PROMPT + steps):
            step(context, batch, vocabulary, range(sequences), range(position, position + 1))
        return sequences * steps / (time.perf_counter() - began)

    speed = repeated(measure)
    llama_cpp.llama_batch_free(batch)
    llama_cpp.llama_batch_free(prompt)
    llama_cpp.llama_free(context)
    return speed


def prompt_speed(model: llama_cpp.llama_model_p, threads: int) -> float:
    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    context = open_context(model, 1, LONG_PROMPT, threads)
    batch = llama_cpp.llama_batch_init(LONG_PROMPT, 0, 1)

    def measure() -> float:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
        began = time.perf_counter()
        step(context, batch, vocabulary, range(1), range(LONG_PROMPT))
        return LONG_PROMPT / (time.perf_counter() - began)

    speed = repeated(measure)
    llama_cpp.llama_batch_free(batch)
    llama_cpp.llama_free(context)
    return speed


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast llama.cpp reads and decodes.")
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    llama_cpp.llama_log_set(keep_quiet, None)
    llama_cpp.llama_backend_init()
    model = open_model(options.model)
    speeds = {f"batch{sequences}": decode_speed(model, sequences, options.threads) for sequences in BATCHES}
    speeds[f"prompt{LONG_PROMPT}"] = prompt_speed(model, options.threads)
    print(json.dumps(speeds))


if __name__ == "__main__":
    main()
