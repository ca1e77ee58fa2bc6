#include "app/cli/model_alignment.h"

#include "app/cli/text_lines.h"

#include "engine/mixmoe/eval/alignment_heads.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <memory>
#include <numeric>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

struct Options {
    std::string folder, out;
    std::vector<std::string> pairs;   // "en-de=FILE"
    bool check = false;
};

std::string fileOf(const std::string &argument)
{
    return argument.substr(argument.find('=') + 1);
}

/// The pairs of a file in both directions.
Result<std::vector<TaggedPair>> readPairs(const std::string &argument)
{
    const std::size_t dash = argument.find('-'), equals = argument.find('=');
    if (dash == std::string::npos || equals == std::string::npos || dash > equals)
        return fail(ErrorCode::InvalidArgument, "--pairs", "is %1; expected the languages of two columns and a file, as in en-de=FILE", argument);
    const std::string first = argument.substr(0, dash), second = argument.substr(dash + 1, equals - dash - 1), file = fileOf(argument);
    const auto lines = readTextLines(file);
    if (!lines)
        return std::unexpected(lines.error());
    std::vector<TaggedPair> pairs;
    for (std::size_t i = 0; i < lines->size(); ++i) {
        const std::string &line = (*lines)[i];
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || line.find('\t', tab + 1) != std::string::npos)
            return fail(ErrorCode::BadFormat, inputName(file) + ", line " + std::to_string(i + 1), "expected two columns with one tab between them");
        const std::string left = line.substr(0, tab), right = line.substr(tab + 1);
        for (const auto &pair : {taggedPair(first, second, left, right), taggedPair(second, first, right, left)}) {
            if (pair)
                pairs.push_back(*pair);
        }
    }
    if (pairs.empty())
        return fail(ErrorCode::BadFormat, inputName(file), "has no pair with the same tags on both sides; expected some, as in <b>word</b>");
    return pairs;
}

Result<std::vector<TaggedPair>> readAll(const Options &options)
{
    std::vector<TaggedPair> all;
    for (const std::string &argument : options.pairs) {
        const Result<std::vector<TaggedPair>> pairs = readPairs(argument);
        if (!pairs)
            return pairs;
        all.insert(all.end(), pairs->begin(), pairs->end());
    }
    return all;
}

std::vector<int> headsOf(const ModelConfig &config)
{
    std::vector<int> heads = config.alignmentHeads;
    if (heads.empty()) {
        heads.resize(static_cast<std::size_t>(config.headCount));
        std::iota(heads.begin(), heads.end(), 0);
    }
    return heads;
}

std::string listed(const std::vector<int> &heads)
{
    std::string text;
    for (const int head : heads)
        text += (text.empty() ? "" : ", ") + std::to_string(head);
    return text;
}

void printChoice(const char *name, const HeadChoice &choice)
{
    std::printf("%-9s layer %d, heads %s: %.1f %% of the tags in place\n", name, choice.layer, listed(choice.heads).c_str(), 100 * choice.placed);
}

nlohmann::ordered_json jsonOf(const HeadChoice &choice)
{
    return {{"layer", choice.layer}, {"heads", choice.heads}, {"placed", choice.placed}};
}

void print(const AttentionOfHeads &attention, const std::vector<TaggedPair> &pairs, const HeadChoice &stored, const HeadChoice &best, const Invocation &invocation)
{
    if (invocation.json) {
        nlohmann::ordered_json single = nlohmann::ordered_json::array();
        for (int i = 0; i < attention.layers * attention.headCount; ++i)
            single.push_back(jsonOf(scoreHeads(attention, pairs, i / attention.headCount, {i % attention.headCount})));
        std::printf("%s\n", nlohmann::ordered_json{{"pairs", pairs.size()}, {"stored", jsonOf(stored)}, {"best", jsonOf(best)}, {"single", single}}.dump().c_str());
        return;
    }
    std::printf("%zu pairs; of each layer, how many tags its heads place alone, in %%\n", pairs.size());
    for (int layer = 0; layer < attention.layers; ++layer) {
        std::printf("  layer %-2d ", layer);
        for (int head = 0; head < attention.headCount; ++head)
            std::printf(" %5.1f", 100 * scoreHeads(attention, pairs, layer, {head}).placed);
        std::printf("\n");
    }
    printChoice("stored:", stored);
    printChoice("best:", best);
}

Result<void> checkFiles(const Options &options)
{
    std::vector<std::string> read;
    std::ranges::transform(options.pairs, std::back_inserter(read), fileOf);
    return checkOutput(options.out, read);
}

int align(const Options &options, const Invocation &invocation)
{
    if (auto free = checkFiles(options); !free)
        return report(free.error());
    const Result<std::vector<TaggedPair>> pairs = readAll(options);
    if (!pairs)
        return report(pairs.error());
    const auto model = loadModel(options.folder);
    if (!model)
        return report(model.error());
    const Result<AttentionOfHeads> attention = readAttention(*model, *pairs);
    if (!attention)
        return report(attention.error());
    ModelConfig config = (*model)->config;
    const HeadChoice stored = scoreHeads(*attention, *pairs, config.attentionLayerForAlignment(), headsOf(config));
    const HeadChoice best = options.check ? stored : bestHeads(*attention, *pairs);
    const bool better = best.placed > stored.placed;
    config.alignmentLayer = best.layer;
    config.alignmentHeads = best.heads;
    const std::string file = options.out.empty() ? (std::filesystem::path(options.folder) / "config.json").string() : options.out;
    if (auto written = better ? writeOutput(file, toJson(config)) : Result<void>(); !written)
        return report(written.error());
    print(*attention, *pairs, stored, best, invocation);
    if (!options.check && !invocation.json)
        std::printf("%s\n", better ? ("the best heads are stored in " + file).c_str() : "nothing beats what is stored; nothing is written");
    return Done;
}

}  // namespace

void addModelAlignment(CLI::App &modelCommand, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    auto *command = modelCommand.add_subcommand("align", "Find the attention heads that place tags best, and store them in the model's config.json where they beat what is stored");
    command->add_option("folder", options->folder, "Folder of the model")->required()->type_name("DIR");
    command->add_option("--pairs", options->pairs, "Human translations with the same tags on both sides, <b>word</b>, a tab between; read in both directions; may be given for several pairs of languages")
        ->required()->type_name("FROM-TO=FILE");
    CLI::Option *check = command->add_flag("--check", options->check, "Measure what is stored, and change nothing");
    command->add_option("--out", options->out, "Where the new config.json goes, instead of into the model's folder; without better heads there is none")->type_name("FILE")->excludes(check);
    command->callback([&invocation, options] { invocation.run = [&invocation, options] { return align(*options, invocation); }; });
}

}  // namespace interlinear::cli
