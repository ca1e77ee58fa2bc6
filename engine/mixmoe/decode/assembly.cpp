#include "engine/mixmoe/decode/assembly.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/capture_request.h"
#include "engine/mixmoe/decode/confidence.h"
#include "engine/mixmoe/decode/numbers.h"
#include "engine/mixmoe/decode/tag_placement.h"
#include "engine/mixmoe/decode/tag_spacing.h"
#include "engine/mixmoe/decode/whole_words.h"
#include "engine/mixmoe/probe/build_identity.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

using Tokens = std::span<const GeneratedToken *const>;

struct SpannedText {
    std::string text;
    std::vector<ByteSpan> spans;   // one a token
};

SpannedText writeTarget(const Tokenizer &tokenizer, const PreparedRequest &prepared, Tokens tokens)
{
    TargetText target(tokenizer, prepared.targetLeading);
    SpannedText written;
    for (const GeneratedToken *token : tokens) {
        target.append(token->token);
        written.spans.push_back(target.lastSpan());
    }
    target.finish();
    written.text = target.text();
    if (!written.text.ends_with(prepared.source.trailing))   // it may have been typed
        written.text += prepared.source.trailing;
    return written;
}

ByteSpan withoutSpace(std::string_view text, ByteSpan span)
{
    const std::string_view inner = trimmed(text.substr(span.begin, span.length()));
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    return {begin, begin + inner.size()};
}

// In what the model reads. A piece that shows nothing, such as a lone word mark or a character's first byte, counts as the next that does.
ByteSpan sourceSpan(const PreparedRequest &prepared, std::size_t promptToken)
{
    const PreparedSource &source = prepared.source;
    ByteSpan span = withoutSpace(source.body, source.prompt.spans[promptToken]);
    while (span.empty() && ++promptToken < source.prompt.sourceEnd)
        span = withoutSpace(source.body, source.prompt.spans[promptToken]);
    return span;
}

// Their source spans are in what the model reads.
std::vector<SourceTargetLink> linksOf(const PreparedRequest &prepared, const SpannedText &target, Tokens tokens)
{
    std::vector<SourceTargetLink> links;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const ByteSpan span = withoutSpace(target.text, target.spans[i]);
        if (!span.empty())
            links.push_back({sourceSpan(prepared, tokens[i]->pickedBy.token), span, tokens[i]->pickedBy.mass});
    }
    return links;
}

RoutingCapture captureHead(const Model &model, const RuntimeDescription &runtime, const TranslateRequest &request, const std::string &target)
{
    RoutingCapture head;
    head.modelName = model.config.name;
    head.modelFingerprint = model.fingerprint;
    head.device = runtime.device + " " + runtime.precision + (runtime.instructions.empty() ? "" : " " + runtime.instructions);
    head.fromLanguage = request.from;
    head.toLanguage = request.to;
    head.sourceText = request.source.text;
    head.targetText = target;
    head.interventions = request.interventions;
    head.level = request.capture;
    head.origin = CaptureOrigin{.sourceTags = request.source.tags,
                                .settings = settingsOf(request),
                                .precision = runtime.precision,
                                .instructions = runtime.instructions,
                                .vocabularyFingerprint = model.vocabularyFingerprint,
                                .build = buildIdentity()};
    head.layerIndex = model.config.mixMoeLayers();
    head.expertsPerGroup = model.config.groups() == 0 ? 0 : model.config.moe.expertsPerGroup;
    head.groups = model.config.groups();
    head.topK = model.config.groups() == 0 ? 1 : model.config.moe.topK;
    return head;
}

CapturedToken capturedToken(const Tokenizer &tokenizer, TokenId id, Phase phase, ByteSpan span, const Utf16Map &map, float logProbability)
{
    return {.id = id,
            .piece = tokenizer.piece(id),
            .phase = phase,
            .control = tokenizer.isControl(id),
            .byteFallback = tokenizer.isByte(id),
            .spanBytes = span,
            .spanUtf16 = map.toUtf16(span),
            .logProbability = logProbability};
}

std::shared_ptr<const RoutingCapture> captureOf(const Model &model, const RuntimeDescription &runtime, const PreparedRequest &prepared,
                                                const SentenceSearch &search, const SpannedText &target, Tokens tokens)
{
    RoutingCapture head = captureHead(model, runtime, prepared.request, target.text);
    std::vector<TokenRouting> rows = search.promptRouting();
    const Utf16Map sourceMap(head.sourceText);
    const Prompt &prompt = prepared.source.prompt;
    for (std::size_t i = 0; i < prompt.tokens.size(); ++i) {
        const ByteSpan span = prepared.source.given(prompt.spans[i]);
        head.tokens.push_back(capturedToken(*model.tokenizer, prompt.tokens[i], Phase::Prompt, span, sourceMap, 0));
    }
    const Utf16Map targetMap(head.targetText);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        head.tokens.push_back(capturedToken(*model.tokenizer, tokens[i]->token, Phase::Generated, target.spans[i], targetMap, tokens[i]->logProbability));
        rows.push_back(tokens[i]->routing);
    }
    return assembleCapture(std::move(head), rows);
}

void apply(const TextEdit &edit, SpannedText &target)
{
    const auto moved = [&](std::size_t offset) {
        if (offset >= edit.span.end)
            return offset - edit.span.length() + edit.text.size();
        return offset <= edit.span.begin ? offset : std::min(offset, edit.span.begin + edit.text.size());
    };
    for (ByteSpan &span : target.spans)
        span = {moved(span.begin), moved(span.end)};
    target.text.replace(edit.span.begin, edit.span.length(), edit.text);
}

// Whether the numbers are still not those of the source.
bool copyNumbers(const PreparedRequest &prepared, SpannedText &target, Tokens tokens)
{
    const TranslateRequest &request = prepared.request;
    const NumberCheck check = checkNumbers({prepared.source.body, request.from}, {target.text, request.to}, linksOf(prepared, target, tokens), request.forcedPrefix.size());
    for (auto edit = check.edits.rbegin(); edit != check.edits.rend(); ++edit)
        apply(*edit, target);
    return check.differ;
}

// Words of required terms, where something that stands for a word could come between them.
std::vector<ByteSpan> termSpans(const std::vector<TermConstraint> &terms, const std::vector<InlineTag> &tags, std::string_view text)
{
    std::vector<ByteSpan> spans;
    if (std::ranges::none_of(tags, [](const InlineTag &tag) { return readingOf(tag) == TagReading::Word; }))
        return spans;
    for (const TermConstraint &term : terms) {
        for (const std::string &form : term.forms) {
            if (term.rule == TermRule::Required)
                std::ranges::move(wholeWords(text, trimmed(form), term.ignoreCase), std::back_inserter(spans));
        }
    }
    return spans;
}

TaggedText placeAndSpace(const PreparedRequest &prepared, SpannedText &target, Tokens tokens)
{
    const PreparedSource &source = prepared.source;
    ModelText read = source.read;
    if (source.cut)   // what is not translated is not copied either
        forgetCopiesBehind(source.body.size(), read);
    SpacedText spaced = withSpacing(placeTags(read.content, target.text, linksOf(prepared, target, tokens), termSpans(prepared.request.terms, read.content.tags, target.text)), read, prepared.request.forcedPrefix);
    for (ByteSpan &span : target.spans)
        span = spaced.moved(span);
    target.text = spaced.text.text;
    return std::move(spaced.text);
}

Translation headOf(const Model &model, const RuntimeDescription &runtime)
{
    Translation translation;
    translation.modelName = model.config.name;
    translation.modelFingerprint = model.fingerprint;
    translation.device = runtime.device;
    translation.precision = runtime.precision;
    return translation;
}

// Of a translation, or of another one.
template <typename Text>
void noteTokens(Tokens tokens, const FinishedText &finished, Text &text)
{
    for (const GeneratedToken *token : tokens) {
        text.tokens.push_back(token->token);
        text.logProbabilities.push_back(token->logProbability);
    }
    text.logProbabilities.push_back(finished.endLogProbability);
    text.score = finished.score;
}

// As many as were asked for, of texts that differ: a text may be spelled with several tokens.
void addOthers(const Model &model, const PreparedRequest &prepared, const SentenceSearch &search, Translation &translation)
{
    const auto known = [&](const TaggedText &text) { return text == translation.target || std::ranges::find(translation.others, text, &OtherTranslation::target) != translation.others.end(); };
    for (const FinishedText &finished : std::span(search.finished()).subspan(1)) {
        if (static_cast<int>(translation.others.size()) + 1 >= prepared.request.nBest)
            return;
        const std::vector<const GeneratedToken *> tokens = tokensUpTo(finished.last.get());
        SpannedText target = writeTarget(*model.tokenizer, prepared, tokens);
        copyNumbers(prepared, target, tokens);
        OtherTranslation other{.target = placeAndSpace(prepared, target, tokens)};
        if (known(other.target))
            continue;
        noteTokens(tokens, finished, other);
        translation.others.push_back(std::move(other));
    }
}

}  // namespace

void EventStream::send(Tokens settled, const StepCallback &onStep)
{
    for (; m_sent < settled.size(); ++m_sent) {
        const GeneratedToken &token = *settled[m_sent];
        m_target.append(token.token);
        onStep({.step = static_cast<int>(m_sent),
                .token = token.token,
                .piece = m_tokenizer.piece(token.token),
                .spanBytes = m_target.lastSpan(),
                .spanUtf16 = Utf16Map(m_target.text()).toUtf16(m_target.lastSpan()),
                .logProbability = token.logProbability,
                .textSoFar = m_target.text(),
                .routing = token.routing});
    }
}

Translation assembleBlank(const Model &model, const RuntimeDescription &runtime, const PreparedRequest &prepared)
{
    const TranslateRequest &request = prepared.request;
    Translation translation = headOf(model, runtime);
    translation.target = request.forcedPrefix.empty() ? request.source : placeTags(request.source, request.forcedPrefix, {});
    translation.missingTerms = missingTerms(request.terms, translation.target.text);
    if (request.capture != CaptureLevel::None) {
        RoutingCapture head = captureHead(model, runtime, request, translation.target.text);
        head.origin->settings.shortlist.clear();   // nothing was picked
        translation.capture = assembleCapture(std::move(head), {});
    }
    return translation;
}

Translation assemble(const Model &model, const RuntimeDescription &runtime, const PreparedRequest &prepared, const SentenceSearch &search)
{
    const std::vector<const GeneratedToken *> tokens = search.settled();
    SpannedText target = writeTarget(*model.tokenizer, prepared, tokens);
    Translation translation = headOf(model, runtime);
    noteTokens(tokens, search.finished().front(), translation);
    translation.typedTokens = search.finished().front().typed;
    translation.steps = search.steps();
    translation.complete = search.complete();
    translation.usedShortlist = search.usesShortlist();
    translation.sourceCut = prepared.source.cut;
    translation.numbersDiffer = copyNumbers(prepared, target, tokens);
    translation.confidence = confidenceOf(model.config, prepared.request.from, prepared.request.to, translation);
    translation.target = placeAndSpace(prepared, target, tokens);
    translation.missingTerms = missingTerms(prepared.request.terms, translation.target.text);
    translation.alignment = linksOf(prepared, target, tokens);
    for (SourceTargetLink &link : translation.alignment)
        link.source = prepared.source.given(link.source);
    if (prepared.request.capture != CaptureLevel::None)
        translation.capture = captureOf(model, runtime, prepared, search, target, tokens);
    addOthers(model, prepared, search, translation);
    return translation;
}

}  // namespace interlinear::mixmoe
