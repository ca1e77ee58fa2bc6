// The one function that libinterlinear_training.so exports, and what crosses it: a request as JSON, progress as JSON lines, a cancel flag.
//
//   auto run = reinterpret_cast<interlinear_training_run_t>(dlsym(library, "interlinear_training_run"));
//   int code = run(interlinear_training_version, request, progress, user, &cancel);
//
// Requests: {"command": "train", "recipe": FILE, "out": FOLDER, "resume": bool, "minutes": number, "threads": number, "seed": number,
// "corpus": FOLDER or "", "shards": FOLDER or "", "stages": FOLDER or "", "device": "auto", "cpu" or "cuda"}; see training::TrainRequest;
// {"command": "speed", "config": config.json, "tokens_per_step", "steps", "threads": numbers, "device": as above, "eager": bool}; see training::measureSteps(); eager: composed of
// torch's own operations in fp32; else an error where the kernels for a card compute something else (training::checkedExecution()). {"command": "peak", "device": as above}; see training::bf16Peak().
// {"command": "gradients", "model": FOLDER, "recipe": FILE, "corpus": FOLDER or "", "batches", "threads": numbers}; see training::gradientCosines().
// Progress: {"event": "step", "stage", "step", "steps", "loss", "balance", "routing": {"LM" or "MT": {"balance", "entropy", "largest_share"}}, "gradient_norm", "tokens_per_second", "seconds_left"}, {"event": "dev", "stage", "loss"},
// {"event": "note", "text"}, and last {"event": "done", "model": FOLDER}, {"event": "speed", "tokens_per_second", "operations_per_second", "times": {"batches", "forward", "backward", "update": seconds}}, {"event": "peak", "operations_per_second"}, {"event": "gradients", "modules": [{"module", "cosine"}]}, {"event": "paused"} or {"event": "error", "code", "where", "message", "arguments"}.
// Returns 0 for done or paused, 1 for an error, 2 for another interface version. The progress function is called on the calling thread.
#pragma once

#include <atomic>

extern "C" {

using interlinear_training_progress = void (*)(const char *json, void *user);
using interlinear_training_run_t = int (*)(int version, const char *request, interlinear_training_progress progress, void *user, const std::atomic<bool> *cancel);

inline constexpr int interlinear_training_version = 4;
}
