// The one function that libinterlinear_cuda.so exports, and the table of plain functions that it fills: memory, copies, launches and graphs of one card.
//
//   auto open = reinterpret_cast<interlinear_cuda_open_t>(dlsym(library, "interlinear_cuda_open"));
//   interlinear_cuda_table card;
//   int refused = open(interlinear_cuda_version, &card);   // an interlinear_cuda_refusal; 0: opened
//   card.launch(card.state, &launch, &args);
//
// All functions are called by one thread at a time. What returns int returns 0, or a number that lastError() has words for; after that the card may be of no use any
// more. Copies and launches are queued in order; finish() waits for them. Kernels and their arguments: kernels/all_kernels.h, compiled into both sides, hence the version.
#pragma once

#include <stddef.h>
#include <stdint.h>

extern "C" {

/// Of this interface and of all arguments of kernels.
inline constexpr int interlinear_cuda_version = 4;

enum interlinear_cuda_refusal {
    interlinear_cuda_opened = 0,
    interlinear_cuda_other_version,
    interlinear_cuda_no_driver,
    interlinear_cuda_old_driver,
    interlinear_cuda_no_card,
    interlinear_cuda_old_card,
    interlinear_cuda_failed
};

struct interlinear_cuda_launch {
    int32_t kernel;               ///< interlinear::mixmoe::cuda::Kernel
    int32_t blocksX, blocksY;
    int32_t threads;              ///< a multiple of 32, at most 1024
    int32_t sharedBytes;          ///< of a block, besides what the kernel has of its own
};

struct interlinear_cuda_table {
    void *state;                  ///< first argument of all functions
    char name[256];               ///< of the card; after a refusal what there is to say about it: versions, an error
    int32_t device;
    int32_t capability;           ///< 90 is compute capability 9.0
    int32_t multiprocessors;
    int32_t sharedBytesOfBlock;   ///< the most that a launch may ask for
    double halfOperations;        ///< a second, of its tensor cores on bf16, as the maker states it; 0: not known

    int (*memory)(void *state, size_t *freeBytes, size_t *totalBytes);
    void *(*allocate)(void *state, size_t bytes);           ///< null: there is not so much
    void (*release)(void *state, void *memory);
    void *(*allocateStaging)(void *state, size_t bytes);    ///< of the host, pinned
    void (*releaseStaging)(void *state, void *memory);
    int (*copyIn)(void *state, void *card, const void *host, size_t bytes);
    int (*copyOut)(void *state, void *host, const void *card, size_t bytes);
    int (*copyWithin)(void *state, void *to, const void *from, size_t bytes);
    int (*clear)(void *state, void *card, size_t bytes);    ///< to zeros
    /// Null: fourier() can be used; else what is missing.
    const char *(*fourierTrouble)(void *state);
    /// Transforms of so many real signals: [count][length] becomes [count][length / 2 + 1] pairs of real and imaginary part. A graph may hold it where the same shape was queued before.
    int (*fourier)(void *state, const float *in, float *out, int32_t length, int32_t count);
    int (*launch)(void *state, const interlinear_cuda_launch *launch, const void *args);
    int (*finish)(void *state);
    int (*beginGraph)(void *state);                         ///< launches are recorded from here on instead of run
    void *(*endGraph)(void *state);                         ///< null: it failed
    int (*runGraph)(void *state, void *graph);
    void (*releaseGraph)(void *state, void *graph);
    const char *(*lastError)(void *state);
    void (*close)(void *state);
};

using interlinear_cuda_open_t = int (*)(int version, interlinear_cuda_table *table);
}
