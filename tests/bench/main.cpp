// interlinear-bench: how fast the parts are on this machine, as shares of what the machine allows. One line a figure.
#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/runtime/cpu/fastest_instructions.h"
#include "engine/mixmoe/runtime/cuda/card_library.h"
#include "engine/mixmoe/serve/device.h"
#include "tests/bench/calibration.h"
#include "tests/bench/card_speed.h"
#include "tests/bench/document_speed.h"
#include "tests/bench/engine_speed.h"
#include "tests/bench/file_speed.h"
#include "tests/bench/load_speed.h"
#include "tests/bench/measurement.h"
#include "tests/bench/memory_comparison.h"
#include "tests/bench/memory_speed.h"
#include "tests/bench/random_model.h"
#include "tests/bench/rounding.h"
#include "tests/bench/step_cost.h"
#include "tests/bench/term_speed.h"
#include "tests/bench/training_speed.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <thread>

namespace {

using namespace interlinear;

const std::string shippedModel = "shipped";
const std::string stepsModel = "70m";   // for which the targets of single steps are stated
const std::vector<std::string> randomModels{"20m", "70m", "1b"};

struct Options {
    bool quick = false;
    bool json = false;
    bool training = false;
    bool document = false;
    bool memory = false;
    bool files = false;
    bool card = false;
    std::size_t units = 0;   // of the memory; 0: what the kind of run says
    std::string comparison;  // the folder for it
    std::string only;        // figures whose ids begin so
    std::string folder;      // of the memory; empty: a temporary one
    std::vector<std::string> models;
    mixmoe::RuntimeSettings runtime{.device = mixmoe::Device::Cpu};

    int repetitions() const { return quick ? 3 : 7; }
    /// Measured as a card, not as any engine.
    bool onCard() const { return runtime.device == mixmoe::Device::Cuda && !document && !training; }
    std::size_t unitsOfMemory() const { return units > 0 ? units : quick ? 100'000 : 1'000'000; }
    int threads() const { return runtime.threads > 0 ? runtime.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }
};

void print(const std::vector<bench::Measurement> &measurements, const Options &options)
{
    for (const bench::Measurement &measurement : measurements)
        std::puts((options.json ? toJsonLine(measurement) : toText(measurement)).c_str());
    std::fflush(stdout);
}

/// Whether any id that begins with this is.
bool isWanted(std::string_view beginning, const Options &options)
{
    return beginning.starts_with(options.only) || options.only.starts_with(beginning);
}

bool isAnyWanted(const std::vector<std::string_view> &beginnings, const Options &options)
{
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) { return isWanted(beginning, options); });
}

Result<std::shared_ptr<const mixmoe::Model>> openModel(const std::string &name)
{
    if (std::ranges::find(randomModels, name) != randomModels.end())
        return bench::randomModel(bench::modelSize(name));
    const Result<std::filesystem::path> folder = name == shippedModel ? mixmoe::findModel() : Result<std::filesystem::path>(name);
    if (!folder)
        return std::unexpected(folder.error());
    return mixmoe::loadModel(*folder);
}

using Measured = Result<std::vector<bench::Measurement>>;

Measured measureRuntime(mixmoe::Runtime &runtime, const Options &options)
{
    if (options.document)
        return bench::measureDocument(runtime, {.sentences = options.quick ? 128 : 256, .repetitions = options.repetitions()});
    return bench::measureEngine(runtime, {.batches = options.quick ? std::vector{1, 64} : std::vector{1, 8, 32, 64}, .repetitions = options.repetitions(), .only = options.only});
}

/// Of the int8 kernels on the processor, whatever the options of the runtime say.
std::vector<std::function<Measured()>> figuresOfInt8(const std::shared_ptr<const mixmoe::Model> &model, const Options &options)
{
    const mixmoe::CpuOptions int8{.threads = options.threads(), .weights = mixmoe::WeightType::Int8, .kernels = mixmoe::Kernels(mixmoe::fastestInstructions())};
    const std::string &name = model->config.name;
    std::vector<std::function<Measured()>> figures;
    if (isWanted("C11.load." + name, options))
        figures.push_back([=, &options] { return bench::measureLoad(model, int8, options.repetitions()); });
    if (isWanted("C12.tokens_as_fp32." + name, options) && !(options.quick && options.only.empty()))
        figures.push_back([=] { return bench::measureRounding(model, int8); });
    if (name == stepsModel && isAnyWanted({"C7.", "C8.", "C10.", "capture."}, options))
        figures.push_back([=, &options] { return bench::measureSteps(model, int8, options.repetitions(), options.only); });
    return figures;
}

Result<void> measureModel(const std::string &name, const std::vector<mixmoe::Precision> &precisions, const Options &options)
{
    const Result<std::shared_ptr<const mixmoe::Model>> model = openModel(name);
    if (!model)
        return std::unexpected(model.error());
    std::vector<std::function<Measured()>> figures;
    for (const mixmoe::Precision precision : precisions) {
        if (!options.document && !isAnyWanted({"C1.", "C2.", "C3.", "C4.", "C5."}, options))
            continue;
        figures.push_back([&, precision]() -> Measured {
            mixmoe::RuntimeSettings settings = options.runtime;
            settings.precision = precision;
            const Result<std::unique_ptr<mixmoe::Runtime>> runtime = mixmoe::openRuntime(*model, settings);
            return runtime ? measureRuntime(**runtime, options) : Measured(std::unexpected(runtime.error()));
        });
    }
    if (!options.document)
        std::ranges::move(figuresOfInt8(*model, options), std::back_inserter(figures));
    for (const std::function<Measured()> &figure : figures) {
        const Measured measured = figure();
        if (!measured)
            return std::unexpected(measured.error());
        print(*measured, options);
    }
    return {};
}

Result<void> measureEngine(const Options &options)
{
    using enum mixmoe::Precision;
    const bool all = options.runtime.precision == Auto;
    const std::vector<std::string> models = !options.models.empty() ? options.models : options.quick ? std::vector<std::string>{"70m", shippedModel}
                                                                                                     : std::vector<std::string>{"20m", "70m", "1b", shippedModel};
    for (const std::string &model : models) {
        const std::vector<mixmoe::Precision> precisions = !all ? std::vector{options.runtime.precision} : model == "1b" ? std::vector{Int8} : std::vector{Int8, Bf16, Fp32};
        if (const Result<void> measured = measureModel(model, precisions, options); !measured)
            return measured;
    }
    return {};
}

Result<void> measureCard(const Options &options)
{
    const Result<std::shared_ptr<mixmoe::cuda::Card>> card = mixmoe::cuda::openCard();
    if (!card) {
        for (const std::string &line : bench::skippedCard(card.error(), options.json))
            std::puts(line.c_str());
        return {};
    }
    std::shared_ptr<const mixmoe::Model> translator;   // without one the rest is measured
    if (isWanted("G8", options)) {
        const Result<std::shared_ptr<const mixmoe::Model>> opened = openModel(options.models.empty() ? shippedModel : options.models.front());
        if (!opened && !options.models.empty())
            return std::unexpected(opened.error());
        if (opened)
            translator = *opened;
        else
            std::puts(bench::skippedFigure("G8", opened.error(), options.json).c_str());
    }
    return bench::measureCard(*card, {.large = options.quick ? "1b" : "10b", .document = options.quick ? "" : "10b", .segments = translator, .repetitions = options.repetitions(), .only = options.only},
                              [&](const bench::Measurement &measured) { print({measured}, options); });
}

Result<void> measureTrainer(const Options &options)
{
    const Result<std::vector<bench::Measurement>> measured = bench::measureTraining(options.runtime.device == mixmoe::Device::Cuda ? "cuda" : "cpu", options.repetitions(), options.threads());
    if (!measured)
        return std::unexpected(measured.error());
    print(*measured, options);
    return {};
}

Result<void> measureMemory(const Options &options)
{
    const bench::MemoryWorkload workload{.units = options.unitsOfMemory(), .repetitions = options.repetitions(), .only = options.only, .folder = options.folder};
    if (auto measured = bench::measureMemory(workload, [&](const bench::Measurement &measurement) { print({measurement}, options); }); !measured)
        return measured;
    if (!options.only.empty())
        return {};
    const Result<std::vector<bench::Measurement>> terms = bench::measureTerms({.repetitions = options.repetitions()});
    if (!terms)
        return std::unexpected(terms.error());
    print(*terms, options);
    return {};
}

Result<void> measureFiles(const Options &options)
{
    const auto report = [&](const bench::Measurement &measurement) { print({measurement}, options); };
    return bench::measureFiles({.repetitions = options.repetitions(), .only = options.only}, report);
}

Result<void> measure(const Options &options)
{
    if (!options.comparison.empty())
        return bench::writeComparison(options.comparison, options.unitsOfMemory());
    if (options.memory)
        return measureMemory(options);
    if (options.files)
        return measureFiles(options);
    if (options.training)
        return measureTrainer(options);
    return options.onCard() ? measureCard(options) : measureEngine(options);
}

/// Its name, or why there is none.
int tellCard()
{
    const Result<std::shared_ptr<mixmoe::cuda::Card>> card = mixmoe::cuda::openCard();
    std::puts((card ? (*card)->name() : card.error().sentence()).c_str());
    return card ? 0 : 1;
}

}  // namespace

int main(int argc, char **argv)
{
    Options options;
    const std::map<std::string, mixmoe::Device> devices{{"cpu", mixmoe::Device::Cpu}, {"cuda", mixmoe::Device::Cuda}};
    const std::map<std::string, mixmoe::Precision> precisions{{"fp32", mixmoe::Precision::Fp32}, {"bf16", mixmoe::Precision::Bf16}, {"int8", mixmoe::Precision::Int8}, {"fp8", mixmoe::Precision::Fp8}};
    CLI::App app("Measures Interlinear on this machine");
    app.add_flag("--quick", options.quick, "Three repetitions instead of seven, fewer models and batches, and no C12 unless --only names it");
    app.add_flag("--train", options.training, "How fast a model is trained, instead of how fast the engine translates");
    app.add_flag("--document", options.document, "Only how fast a document goes through, greedy and with four beams")->excludes("--train");
    app.add_flag("--memory", options.memory, "How fast translation memory and terms answer")->excludes("--train")->excludes("--document");
    app.add_flag("--documents", options.files, "How fast files become segments and files again, and what memory that takes")
        ->excludes("--train")
        ->excludes("--document")
        ->excludes("--memory");
    app.add_option("--units", options.units, "Of the memory (default: 1,000,000; --quick: 100,000)")->check(CLI::Range(1'000, 100'000'000))->option_text("N");
    app.add_option("--comparison", options.comparison, "Instead of figures: units, queries, matches and our answers, into this folder, to compare others with")
        ->needs("--memory")
        ->option_text("DIR");
    app.add_option("--only", options.only, "Of the figures those whose names begin so: C1., C7, T9, F3, G2")->excludes("--train")->excludes("--document")->option_text("NAME");
    app.add_option("--folder", options.folder, "Where the memory is made, and found again by the next run")->needs("--memory")->option_text("DIR");
    app.add_flag("--card", options.card, "Only the name of the card that would be used; exit 1 and the reason where there is none");
    app.add_flag("--json", options.json, "One JSON object a line");
    app.add_option("--model", options.models, "Random weights of one of these sizes, the model that ships, or a folder (default: all of them; --quick: 70m and shipped; on a card one, that translates segments: shipped)")
        ->option_text("20m|70m|1b|shipped|DIR ...");
    app.add_option("--device", options.runtime.device, "What executes the model")->transform(CLI::CheckedTransformer(devices))->option_text("cpu|cuda");
    app.add_option("--precision", options.runtime.precision, "Of the weights (default: each in turn)")->transform(CLI::CheckedTransformer(precisions))->option_text("fp32|bf16|int8|fp8");
    app.add_option("--threads", options.runtime.threads, "Threads of the engine (default: all processors)")->check(CLI::Range(1, 1024))->option_text("N");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    if (options.card)
        return tellCard();
    if (!options.onCard())   // which has limits of its own
        print(bench::calibrate(options.repetitions(), options.threads()), options);
    if (const Result<void> measured = measure(options); !measured) {
        std::fprintf(stderr, "interlinear-bench: %s\n", measured.error().sentence().c_str());
        return 1;
    }
    return 0;
}
