#include "engine/training/cuda/library.h"
#include "engine/training/cuda/processor_attention.h"

#include <atomic>

namespace interlinear::training::cuda {

namespace {

struct OneLane {
    static constexpr std::int32_t lane() { return 0; }
    static constexpr std::int32_t lanes() { return 1; }
    static float sum(float value) { return value; }
    static float highest(float value) { return value; }
};

constexpr int allPieces = widestRow / 4;

std::atomic<const interlinear_training_cuda_table *> tableOnProcessor = nullptr;

int addedNorm(const AddedNorm *args)
{
    for (std::int64_t row = 0; row < args->rows; ++row)
        addedNormRow<allPieces>(OneLane(), *args, row);
    return 0;
}

int addedNormGradient(const AddedNormGradient *args)
{
    for (std::int32_t part = 0; part < args->parts; ++part)
        addedNormGradientPart<allPieces>(OneLane(), *args, part);
    return 0;
}

template <class Args, class Item>
int eachItem(const Args &args, std::int64_t items, Item body)
{
    for (std::int64_t item = 0; item < items; ++item)
        body(args, static_cast<std::uint32_t>(item));
    return 0;
}

int rotary(const Rotary *args)
{
    return eachItem(*args, args->count * args->heads * args->half, rotaryItem<1>);
}

int rotaryGradient(const RotaryGradient *args)
{
    return eachItem(*args, args->count * (args->heads + 2 * args->kvHeads) * args->half, rotaryGradientItem<1>);
}

int gatedActivation(const GatedActivation *args)
{
    return eachItem(*args, args->rows * args->width, gatedActivationItem<1>);
}

int gatedActivationGradient(const GatedActivationGradient *args)
{
    return eachItem(*args, args->rows * args->width, gatedActivationGradientItem<1>);
}

int crossEntropy(const CrossEntropy *args)
{
    for (std::int64_t row = 0; row < args->rows; ++row)
        crossEntropyRow<1>(OneLane(), *args, row);
    return 0;
}

int gather(const Gather *args)
{
    return eachItem(*args, args->tokens * args->slots * args->width / 8, gatherItem);
}

int combine(const Combine *args)
{
    return eachItem(*args, args->tokens * args->width / 8, combineItem);
}

int combineGradient(const CombineGradient *args)
{
    for (std::int64_t token = 0; token < args->tokens; ++token)
        combineGradientRow(OneLane(), *args, token);
    return 0;
}

int router(const Router *args)
{
    for (std::int64_t row = 0; row < args->rows; ++row)
        routerRow<allPieces>(OneLane(), *args, row);
    return 0;
}

int routerGradient(const RouterGradient *args)
{
    for (std::int32_t part = 0; part < args->parts; ++part) {
        for (std::int32_t c = 0; c < args->width; c += 2)
            routerGradientColumns<mostExperts>(*args, part, c);
    }
    return 0;
}

int choice(const Choice *args)
{
    return eachItem(*args, args->rows * args->groups, choiceItem);
}

int choiceGradient(const ChoiceGradient *args)
{
    return eachItem(*args, args->rows * args->groups, choiceGradientItem);
}

}  // namespace

const interlinear_training_cuda_table &processorKernels()
{
    static constexpr interlinear_training_cuda_table table{addedNorm, addedNormGradient, rotary, rotaryGradient, gatedActivation, gatedActivationGradient,
                                                           crossEntropy, gather, combine, combineGradient, router, routerGradient, choice, choiceGradient, attendOnProcessor, attendGradientOnProcessor};
    return table;
}

KernelsOnProcessor::KernelsOnProcessor(const interlinear_training_cuda_table &table)
{
    tableOnProcessor = &table;
}

KernelsOnProcessor::~KernelsOnProcessor()
{
    tableOnProcessor = nullptr;
}

const interlinear_training_cuda_table &KernelsOnProcessor::current()
{
    const interlinear_training_cuda_table *table = tableOnProcessor;
    return table ? *table : processorKernels();
}

}  // namespace interlinear::training::cuda
