#include "engine/mixmoe/serve/device.h"

#include "engine/core/cache_folder.h"
#include "engine/mixmoe/runtime/cpu/fastest_instructions.h"
#include "engine/mixmoe/runtime/cpu/packed_file.h"
#include "engine/mixmoe/runtime/cuda/card_library.h"
#include "engine/mixmoe/runtime/cuda/cuda_runtime.h"

#include <algorithm>
#include <map>
#include <new>
#include <system_error>
#include <thread>

namespace interlinear::mixmoe {

namespace {

// With its weights, from the folder where they are not in memory.
Result<std::shared_ptr<const Model>> withWeights(std::shared_ptr<const Model> model)
{
    if (model->hasWeights())
        return model;
    Result<std::shared_ptr<const Model>> whole = loadModel(model->folder);
    if (whole && (*whole)->fingerprint != model->fingerprint)
        return fail(ErrorCode::WrongModel, model->folder.string(), "holds another model than the one that was opened; open it again");
    return whole;
}

// Weights that were packed earlier, or packed anew from the model's folder.
Result<std::unique_ptr<Runtime>> openWithoutWeights(std::shared_ptr<const Model> model, const CpuOptions &options)
{
    const std::filesystem::path file = packedFile(userCacheFolder(), model->fingerprint, options.weights);
    const int threads = options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    if (Result<PackedModel> packed = readPackedFile(file, model->fingerprint, model->config, options.weights, threads))
        return makeCpuRuntime(std::move(model), std::make_shared<const PackedModel>(std::move(*packed)), options);
    const Result<std::shared_ptr<const Model>> whole = withWeights(model);
    if (!whole)
        return std::unexpected(whole.error());
    auto packed = std::make_shared<const PackedModel>(packModel(**whole, options.weights));
    static_cast<void>(writePackedFile(file, model->fingerprint, *packed));   // for the next start; it works without
    return makeCpuRuntime(std::move(model), std::move(packed), options);
}

Result<std::unique_ptr<Runtime>> openOnCpu(std::shared_ptr<const Model> model, const RuntimeSettings &settings)
{
    if (settings.precision == Precision::Fp8)
        return fail(ErrorCode::Unsupported, "precision fp8", "the processor does not compute in fp8; choose int8, or a device that does: cuda");
    const CpuOptions options{.threads = settings.threads, .weights = weightsFor(settings.precision, *model), .kernels = Kernels(settings.instructions ? *settings.instructions : fastestInstructions())};
    try {
        return model->hasWeights() ? makeCpuRuntime(std::move(model), options) : openWithoutWeights(std::move(model), options);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::EngineFailure, "", "there is not enough memory to hold the model's weights");
    } catch (const std::system_error &) {
        return fail(ErrorCode::EngineFailure, "", "the threads that were asked for cannot be started; ask for fewer");
    }
}

// What takes over from a card computes what it can.
RuntimeSettings insteadOfCard(RuntimeSettings settings)
{
    if (settings.precision == Precision::Fp8)
        settings.precision = Precision::Auto;
    return settings;
}

CardPrecision onCard(Precision precision)
{
    switch (precision) {
    case Precision::Bf16:
        return CardPrecision::Bf16;
    case Precision::Int8:
        return CardPrecision::Int8;
    case Precision::Fp8:
        return CardPrecision::Fp8;
    case Precision::Auto:
    case Precision::Fp32:
        break;
    }
    return CardPrecision::Fp32;
}

Result<std::unique_ptr<Runtime>> openOnCard(std::shared_ptr<const Model> model, std::shared_ptr<cuda::Card> card, const RuntimeSettings &settings)
{
    if (!model)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    const Result<std::shared_ptr<const Model>> whole = withWeights(std::move(model));
    if (!whole)
        return std::unexpected(whole.error());
    return makeCudaRuntime(*whole, std::move(card), {.precision = onCard(settings.precision)});
}

}  // namespace

WeightType weightsFor(Precision precision, const Model &model)
{
    switch (precision) {
    case Precision::Int8:
        return WeightType::Int8;
    case Precision::Bf16:
        return WeightType::Bf16;
    case Precision::Fp32:
        return WeightType::Fp32;
    case Precision::Auto:
    case Precision::Fp8:
        break;
    }
    return losslessWeights(model);
}

std::optional<Precision> precisionNamed(std::string_view name)
{
    static const std::map<std::string_view, Precision> names{{"auto", Precision::Auto}, {"fp32", Precision::Fp32}, {"bf16", Precision::Bf16}, {"int8", Precision::Int8}, {"fp8", Precision::Fp8}};
    const auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

Result<std::unique_ptr<Runtime>> openRuntime(std::shared_ptr<const Model> model, const RuntimeSettings &settings, const FallbackNotice &notice)
{
    if (!model && settings.device != Device::Cuda)
        return fail(ErrorCode::InvalidArgument, "", "there is no model to run");
    if (settings.device == Device::Cpu)
        return openOnCpu(std::move(model), settings);
    Result<std::shared_ptr<cuda::Card>> card = cuda::openCard();
    Result<std::unique_ptr<Runtime>> runtime = card ? openOnCard(model, std::move(*card), settings) : Result<std::unique_ptr<Runtime>>(std::unexpected(card.error()));
    if (settings.device == Device::Cuda)
        return runtime;
    const bool missed = card || settings.precision == Precision::Fp8;   // who asks for nothing in particular need not hear that there is no card
    if (!runtime && notice && missed)
        notice(runtime.error());
    if (!runtime)
        return openOnCpu(std::move(model), insteadOfCard(settings));
    return makeFallbackRuntime(std::move(*runtime), [model, settings] { return openOnCpu(model, insteadOfCard(settings)); }, notice);
}

}  // namespace interlinear::mixmoe
