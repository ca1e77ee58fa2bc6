// The kernels of a training step: those of the card, in a library that is opened at run time, and the same bodies in loops on the processor.
//
//   const interlinear_training_cuda_table *table = x.is_cuda() ? *cardKernels() : &processorKernels();
//   table->gatedActivation(&args);
//
// The library lies beside the program or library that this is part of.
#pragma once

#include "engine/core/result.h"
#include "engine/training/cuda/entry.h"

namespace interlinear::training::cuda {

/// Opened once. Unsupported where the library is not there, EngineFailure where it is another version's.
const Result<const interlinear_training_cuda_table *> &cardKernels();

/// For arrays on the processor; slow, and the judge of the others.
const interlinear_training_cuda_table &processorKernels();

/// What answers for arrays on the processor: processorKernels(), but while one of these lives, the table it has.
class KernelsOnProcessor {
public:
    explicit KernelsOnProcessor(const interlinear_training_cuda_table &table);
    ~KernelsOnProcessor();
    KernelsOnProcessor(const KernelsOnProcessor &) = delete;
    KernelsOnProcessor &operator=(const KernelsOnProcessor &) = delete;

    static const interlinear_training_cuda_table &current();
};

}  // namespace interlinear::training::cuda
