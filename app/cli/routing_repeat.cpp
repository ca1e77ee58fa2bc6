#include "app/cli/routing_repeat.h"

#include "app/cli/command.h"
#include "engine/mixmoe/decode/capture_request.h"
#include "engine/mixmoe/decode/translate.h"
#include "engine/mixmoe/model/find_model.h"
#include "engine/mixmoe/serve/prepared_model.h"

#include <map>
#include <sstream>
#include <tuple>

namespace interlinear::cli {

using namespace mixmoe;

namespace {

using ModelPointer = std::shared_ptr<const Model>;

/// Which kernels made a capture: words of its device where it has no origin, as in "cpu bf16 avx2".
struct RecordedKernels {
    std::string precision, instructions;
};

RecordedKernels kernelsOf(const RoutingCapture &capture)
{
    if (capture.origin)
        return {capture.origin->precision, capture.origin->instructions};
    RecordedKernels kernels;
    std::string device;
    std::istringstream(capture.device) >> device >> kernels.precision >> kernels.instructions;
    return kernels;
}

RuntimeSettings settingsFor(const RoutingCapture &capture, const RepeatOptions &options)
{
    const RecordedKernels recorded = kernelsOf(capture);
    // What was made on a processor is made again on one: its kernels, not the fastest device, are what shall be equal.
    RuntimeSettings settings{.device = capture.device.starts_with("cuda") ? Device::Auto : Device::Cpu,
                             .precision = options.precision,
                             .threads = options.threads,
                             .instructions = options.instructions};
    if (settings.precision == Precision::Auto)
        settings.precision = precisionNamed(recorded.precision).value_or(Precision::Auto);
    if (const auto named = instructionSetNamed(recorded.instructions); !settings.instructions && named && isSupported(*named))
        settings.instructions = named;
    return settings;
}

Result<ModelPointer> modelWith(const std::string &fingerprint, const std::string &name)
{
    for (const std::filesystem::path &folder : modelFolders()) {
        Result<ModelPointer> model = prepareModel(folder, {});
        if (model && (*model)->fingerprint == fingerprint)
            return model;
    }
    return fail(ErrorCode::NotFound, "", "no model here has the fingerprint %1 of \"%2\"; name a folder with --model to run the captures on another one", fingerprint.substr(0, 8), name);
}

/// Captures that one runtime makes again.
struct Group {
    ModelPointer model;
    RuntimeSettings settings;
    std::vector<std::size_t> captures;
};

Result<std::vector<Group>> groupsOf(const std::vector<RoutingCapture> &captures, const RepeatOptions &options)
{
    std::map<std::string, ModelPointer> models;   // by fingerprint wanted
    std::map<std::tuple<std::string, Device, Precision, std::optional<InstructionSet>>, Group> groups;
    for (std::size_t i = 0; i < captures.size(); ++i) {
        const std::string wanted = options.model.empty() ? captures[i].modelFingerprint : std::string();
        ModelPointer &model = models[wanted];
        if (!model) {
            const Result<ModelPointer> loaded = options.model.empty() ? modelWith(wanted, captures[i].modelName) : prepareModel(options.model, {});
            if (!loaded)
                return std::unexpected(loaded.error());
            model = *loaded;
        }
        const RuntimeSettings settings = settingsFor(captures[i], options);
        Group &group = groups[{wanted, settings.device, settings.precision, settings.instructions}];
        group.model = model;
        group.settings = settings;
        group.captures.push_back(i);
    }
    std::vector<Group> list;
    for (auto &[key, group] : groups)
        list.push_back(std::move(group));
    return list;
}

/// The request is well-formed for some model, or the file would not have been read: it is the file that does not fit this one.
Error blamedOnFile(Error error, std::size_t segment)
{
    if (error.code == ErrorCode::InvalidArgument)
        error.code = ErrorCode::BadFormat;
    error.where = "segment " + std::to_string(segment) + (error.where.empty() ? "" : ", ") + error.where;
    return error;
}

Result<void> checkWholeVocabulary(const std::vector<RoutingCapture> &captures)
{
    for (std::size_t i = 0; i < captures.size(); ++i) {
        const std::string shortlist = captures[i].origin ? captures[i].origin->settings.shortlist : std::string();
        if (!shortlist.empty())
            return fail(ErrorCode::Unsupported, "segment " + std::to_string(i), "was made with the shortlist %1, which the capture lacks; expected one that was made without, so translate again without --shortlist",
                        shortlist.substr(0, 8));
    }
    return {};
}

}  // namespace

Result<std::vector<RoutingCapture>> repeatCaptures(const std::vector<RoutingCapture> &captures, const RepeatOptions &options)
{
    if (auto whole = checkWholeVocabulary(captures); !whole)
        return std::unexpected(whole.error());
    const Result<std::vector<Group>> groups = groupsOf(captures, options);
    if (!groups)
        return std::unexpected(groups.error());
    std::vector<RoutingCapture> again(captures.size());
    ProgressLine progress;
    std::size_t done = 0;
    for (const Group &group : *groups) {
        const Result<std::unique_ptr<Runtime>> runtime = openRuntime(group.model, group.settings);
        if (!runtime)
            return std::unexpected(runtime.error());
        std::vector<TranslateRequest> requests;
        for (const std::size_t i : group.captures)
            requests.push_back(requestOf(captures[i]));
        const auto show = [&](std::size_t, const Result<Translation> &) { progress.show(std::to_string(++done) + " of " + std::to_string(captures.size()) + " segments"); };
        const std::vector<Result<Translation>> translations = translateBatch(**runtime, *group.model, requests, {}, {.onFinished = show});
        for (std::size_t i = 0; i < translations.size(); ++i) {
            if (!translations[i])
                return std::unexpected(blamedOnFile(translations[i].error(), group.captures[i]));
            again[group.captures[i]] = *translations[i]->capture;
        }
    }
    progress.finish();
    return again;
}

}  // namespace interlinear::cli
