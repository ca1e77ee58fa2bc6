#include "engine/mixmoe/eval/alignment_heads.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/tag_placement.h"
#include "engine/mixmoe/eval/open_sequence.h"
#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "engine/mixmoe/text/prompt.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == ':';
}

struct RawTag {
    TagKind kind;
    std::string name;
    std::size_t offset;   // in the text without tags
};

struct RawText {
    std::string text;
    std::vector<RawTag> tags;
};

// "<name>", "</name>" and "<name/>" at the beginning, with its length; length 0: no tag.
std::pair<RawTag, std::size_t> tagAt(std::string_view text, std::size_t offset)
{
    std::size_t at = 1;
    const bool closes = text.substr(at).starts_with('/');
    at += closes ? 1 : 0;
    const std::size_t begin = at;
    while (at < text.size() && isNameCharacter(text[at]))
        ++at;
    const std::string name(text.substr(begin, at - begin));
    const bool alone = !closes && text.substr(at).starts_with('/');
    at += alone ? 1 : 0;
    const bool ends = !name.empty() && text.substr(at).starts_with('>');
    return {{closes ? TagKind::Close : alone ? TagKind::Standalone : TagKind::Open, name, offset}, ends ? at + 1 : 0};
}

RawText rawText(std::string_view text)
{
    RawText raw;
    for (std::size_t at = 0; at < text.size();) {
        const auto [tag, length] = text[at] == '<' ? tagAt(text.substr(at), raw.text.size()) : std::pair(RawTag{}, std::size_t{0});
        if (length > 0)
            raw.tags.push_back(tag);
        else
            raw.text += text[at];
        at += std::max<std::size_t>(length, 1);
    }
    return raw;
}

// An element of a text: its tags, and what is between.
struct Element {
    std::size_t open, close;   // indices of tags; equal for one alone
    std::string name, inside;
};

// In the order in which they open; nothing where they do not nest.
std::optional<std::vector<Element>> elementsOf(const RawText &raw)
{
    std::vector<Element> elements;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < raw.tags.size(); ++i) {
        const RawTag &tag = raw.tags[i];
        if (tag.kind != TagKind::Close) {
            if (tag.kind == TagKind::Open)
                open.push_back(elements.size());
            elements.push_back({i, i, tag.name, ""});
            continue;
        }
        if (open.empty() || elements[open.back()].name != tag.name)
            return std::nullopt;
        Element &element = elements[open.back()];
        element.close = i;
        element.inside = raw.text.substr(raw.tags[element.open].offset, tag.offset - raw.tags[element.open].offset);
        open.pop_back();
    }
    return open.empty() ? std::optional(std::move(elements)) : std::nullopt;
}

// The id of each element is its number from 1, or that of the other side's element that it is.
TaggedText withIds(const RawText &raw, const std::vector<Element> &elements, const std::vector<int> &ids)
{
    TaggedText text{raw.text, std::vector<InlineTag>(raw.tags.size())};
    for (std::size_t i = 0; i < elements.size(); ++i) {
        for (const std::size_t tag : {elements[i].open, elements[i].close})
            text.tags[tag] = {ids[i], raw.tags[tag].kind, raw.tags[tag].offset, "<" + raw.tags[tag].name + ">", {}};
    }
    return text;
}

// Which of the source's elements each of the target's is; nothing where one has no counterpart.
std::optional<std::vector<int>> counterparts(const std::vector<Element> &source, const std::vector<Element> &target)
{
    std::vector<int> ids(target.size(), 0);
    std::vector<char> taken(source.size(), 0);
    for (const bool sameInside : {true, false}) {
        for (std::size_t i = 0; i < target.size(); ++i) {
            if (ids[i] != 0)
                continue;
            for (std::size_t j = 0; j < source.size() && ids[i] == 0; ++j) {
                const bool fits = !taken[j] && source[j].name == target[i].name && (source[j].open == source[j].close) == (target[i].open == target[i].close);
                if (fits && (!sameInside || source[j].inside == target[i].inside)) {
                    ids[i] = static_cast<int>(j) + 1;
                    taken[j] = 1;
                }
            }
        }
    }
    return std::ranges::find(ids, 0) == ids.end() ? std::optional(std::move(ids)) : std::nullopt;
}

ByteSpan withoutSpace(std::string_view text, ByteSpan span)
{
    const std::string_view inner = trimmed(text.substr(span.begin, span.length()));
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    return {begin, begin + inner.size()};
}

// A pair as one sequence of tokens.
struct ReadPair {
    Prompt prompt;
    std::vector<TokenId> target;
    PairAttention attention;
};

Result<ReadPair> tokensOf(const Model &model, const TaggedPair &pair)
{
    Result<Prompt> prompt = translationPrompt(*model.tokenizer, pair.from, pair.to, pair.source.text);
    if (!prompt)
        return std::unexpected(prompt.error());
    ReadPair read{.prompt = std::move(*prompt), .target = {}, .attention = {}};
    for (std::size_t i = read.prompt.sourceBegin; i < read.prompt.sourceEnd; ++i)
        read.attention.sourceSpans.push_back(withoutSpace(pair.source.text, read.prompt.spans[i]));
    for (const Piece &piece : model.tokenizer->encode(pair.target.text)) {
        read.target.push_back(piece.id);
        read.attention.targetSpans.push_back(withoutSpace(pair.target.text, piece.span));
    }
    return read;
}

bool fits(const ReadPair &read, const ModelConfig &config)
{
    return !read.target.empty() && read.prompt.sourceBegin < read.prompt.sourceEnd && read.prompt.tokens.size() + read.target.size() <= static_cast<std::size_t>(config.maxPositions);
}

// The rows of the passes that would pick each target token: the prompt's last, then those of all tokens but the last.
Result<std::vector<float>> attentionOf(Runtime &runtime, const ReadPair &read)
{
    const Result<SequenceId> id = runtime.openSequence();
    if (!id)
        return std::unexpected(id.error());
    const OpenSequence sequence(runtime, *id);
    std::vector<float> rows;
    const auto keep = [&](const std::vector<float> &attention, std::size_t count) {
        const std::size_t positions = attention.size() / std::max<std::size_t>(1, count);
        for (std::size_t row = 0; row < count; ++row) {
            const auto source = attention.begin() + static_cast<std::ptrdiff_t>(row * positions + read.prompt.sourceBegin);
            rows.insert(rows.end(), source, source + static_cast<std::ptrdiff_t>(read.prompt.sourceEnd - read.prompt.sourceBegin));
        }
    };
    const auto prompt = runtime.step({{.sequence = sequence.id(), .tokens = read.prompt.tokens, .promptTokens = read.prompt.tokens.size()}}, {.wantAttention = true});
    if (!prompt)
        return std::unexpected(prompt.error());
    keep(prompt->front().attention, 1);
    if (read.target.size() == 1)
        return rows;
    const std::vector<TokenId> before(read.target.begin(), read.target.end() - 1);
    const auto target = runtime.step({{.sequence = sequence.id(), .tokens = before}}, {.wantAttention = true});
    if (!target)
        return std::unexpected(target.error());
    keep(target->front().attention, before.size());
    return rows;
}

Result<std::unique_ptr<Runtime>> runtimeFor(const Model &model, int layer, int head)
{
    auto one = std::make_shared<Model>(model);
    one->config.alignmentLayer = layer;
    one->config.alignmentHeads = {head};
    const WeightType weights = losslessWeights(*one);
    return makeCpuRuntime(std::move(one), {.weights = weights});
}

// The mean over the heads, token by token: where each looked most.
std::vector<SourceTargetLink> linksOf(const PairAttention &pair, int firstHead, const std::vector<int> &heads)
{
    std::vector<SourceTargetLink> links;
    const std::size_t count = pair.sourceSpans.size();
    for (std::size_t token = 0; token < pair.targetSpans.size(); ++token) {
        if (pair.targetSpans[token].empty())
            continue;
        std::vector<float> mean(count, 0.0F);
        for (const int head : heads) {
            const std::vector<float> &rows = pair.heads[static_cast<std::size_t>(firstHead + head)];
            for (std::size_t i = 0; i < count; ++i)
                mean[i] += rows[token * count + i] / static_cast<float>(heads.size());
        }
        auto at = static_cast<std::size_t>(std::ranges::max_element(mean) - mean.begin());
        const float mass = mean[at];
        while (pair.sourceSpans[at].empty() && at + 1 < count)   // as in a translation: a piece that shows nothing counts as the next that does
            ++at;
        links.push_back({pair.sourceSpans[at], pair.targetSpans[token], mass});
    }
    return links;
}

// White space before the offset does not count.
std::size_t placeOf(std::string_view text, std::size_t offset)
{
    while (offset > 0 && text[offset - 1] == ' ')
        --offset;
    return offset;
}

std::size_t tagsInPlace(const TaggedText &placed, const TaggedText &wanted)
{
    return static_cast<std::size_t>(std::ranges::count_if(wanted.tags, [&](const InlineTag &tag) {
        return std::ranges::any_of(placed.tags, [&](const InlineTag &other) {
            return other.id == tag.id && other.kind == tag.kind && placeOf(wanted.text, other.offset) == placeOf(wanted.text, tag.offset);
        });
    }));
}

}  // namespace

std::optional<TaggedPair> taggedPair(std::string_view from, std::string_view to, std::string_view source, std::string_view target)
{
    const RawText rawSource = rawText(source), rawTarget = rawText(target);
    const auto sourceElements = elementsOf(rawSource), targetElements = elementsOf(rawTarget);
    if (!sourceElements || !targetElements || sourceElements->empty() || sourceElements->size() != targetElements->size())
        return std::nullopt;
    const auto ids = counterparts(*sourceElements, *targetElements);
    if (!ids)
        return std::nullopt;
    std::vector<int> own;
    for (std::size_t i = 0; i < sourceElements->size(); ++i)
        own.push_back(static_cast<int>(i) + 1);
    return TaggedPair{std::string(from), std::string(to), withIds(rawSource, *sourceElements, own), withIds(rawTarget, *targetElements, *ids)};
}

Result<AttentionOfHeads> readAttention(const std::shared_ptr<const Model> &model, const std::vector<TaggedPair> &pairs)
{
    AttentionOfHeads attention{.layers = model->config.layerCount, .headCount = model->config.headCount, .pairs = {}};
    std::vector<ReadPair> read;
    for (const TaggedPair &pair : pairs) {
        Result<ReadPair> tokens = tokensOf(*model, pair);
        if (!tokens)
            return std::unexpected(tokens.error());
        read.push_back(std::move(*tokens));
    }
    for (int i = 0; i < attention.layers * attention.headCount; ++i) {
        const Result<std::unique_ptr<Runtime>> runtime = runtimeFor(*model, i / attention.headCount, i % attention.headCount);
        if (!runtime)
            return std::unexpected(runtime.error());
        for (ReadPair &pair : read) {
            if (!fits(pair, model->config))
                continue;
            Result<std::vector<float>> rows = attentionOf(**runtime, pair);
            if (!rows)
                return std::unexpected(rows.error());
            pair.attention.heads.push_back(std::move(*rows));
        }
    }
    for (ReadPair &pair : read)
        attention.pairs.push_back(std::move(pair.attention));
    return attention;
}

HeadChoice scoreHeads(const AttentionOfHeads &attention, const std::vector<TaggedPair> &pairs, int layer, std::vector<int> heads)
{
    std::size_t right = 0, all = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (attention.pairs[i].heads.empty())
            continue;
        const TaggedText placed = placeTags(pairs[i].source, pairs[i].target.text, linksOf(attention.pairs[i], layer * attention.headCount, heads));
        right += tagsInPlace(placed, pairs[i].target);
        all += pairs[i].target.tags.size();
    }
    return {layer, std::move(heads), all == 0 ? 0 : static_cast<double>(right) / static_cast<double>(all)};
}

HeadChoice bestHeads(const AttentionOfHeads &attention, const std::vector<TaggedPair> &pairs)
{
    HeadChoice best;
    for (int layer = 0; layer < attention.layers; ++layer) {
        std::vector<HeadChoice> single;
        for (int head = 0; head < attention.headCount; ++head)
            single.push_back(scoreHeads(attention, pairs, layer, {head}));
        std::ranges::stable_sort(single, std::ranges::greater(), &HeadChoice::placed);
        HeadChoice together = single.front();
        for (const HeadChoice &next : std::span(single).subspan(1)) {
            std::vector<int> heads = together.heads;
            heads.insert(std::ranges::upper_bound(heads, next.heads.front()), next.heads.front());
            HeadChoice wider = scoreHeads(attention, pairs, layer, std::move(heads));
            if (wider.placed > together.placed)
                together = std::move(wider);
        }
        if (best.heads.empty() || together.placed > best.placed)
            best = std::move(together);
    }
    return best;
}

}  // namespace interlinear::mixmoe
