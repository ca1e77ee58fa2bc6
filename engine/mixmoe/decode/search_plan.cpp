#include "engine/mixmoe/decode/search_plan.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/model/shortlist.h"

#include <algorithm>
#include <cmath>

namespace interlinear::mixmoe {

namespace {

Result<void> checkTerm(const TermConstraint &term, std::size_t number)
{
    if (term.forms.empty())
        return fail(ErrorCode::InvalidArgument, "", "term %1 has no form; expected one or more", number);
    for (const std::string &form : term.forms) {
        if (const auto bad = firstInvalidUtf8(form))
            return fail(ErrorCode::NotUtf8, "", "byte %1 of a form of term %2 is no UTF-8", *bad + 1, number);
        if (trimmed(form).empty())
            return fail(ErrorCode::InvalidArgument, "", "a form of term %1 is blank; expected words", number);
    }
    return {};
}

Result<void> checkBefore(const SegmentBefore &before)
{
    for (const TaggedText &side : {before.source, before.target}) {
        if (const auto bad = firstInvalidUtf8(side.text))
            return fail(ErrorCode::NotUtf8, "", "byte %1 of the segment before is no UTF-8", *bad + 1);
    }
    return {};
}

Result<void> checkRequest(const TranslateRequest &request, const Model &model)
{
    if (request.beamSize < 1)
        return fail(ErrorCode::InvalidArgument, "", "the beam size is %1; expected 1 or more", request.beamSize);
    if (request.nBest < 1 || request.nBest > request.beamSize)
        return fail(ErrorCode::InvalidArgument, "", "%1 texts are wanted of %2 beams; expected 1 to as many as beams", request.nBest, request.beamSize);
    if (request.sampling && request.beamSize > 1)
        return fail(ErrorCode::InvalidArgument, "", "tokens are drawn for one beam only, not for %1", request.beamSize);
    if (request.sampling && !request.terms.empty())
        return fail(ErrorCode::InvalidArgument, "", "tokens are drawn and terms given; expected one or the other");
    for (std::size_t i = 0; i < request.terms.size(); ++i) {
        if (auto valid = checkTerm(request.terms[i], i + 1); !valid)
            return valid;
    }
    if (auto valid = request.sampling ? validate(*request.sampling) : Result<void>(); !valid)
        return valid;
    if (!std::isfinite(request.lengthPenalty))
        return fail(ErrorCode::InvalidArgument, "", "the length penalty is not a finite number");
    if (request.maxNewTokens < 0)
        return fail(ErrorCode::InvalidArgument, "", "the token limit is %1; expected 0 for the usual one, or more", request.maxNewTokens);
    if (const auto bad = firstInvalidUtf8(request.draft.text))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the draft is no UTF-8", *bad + 1);
    if (auto valid = request.before ? checkBefore(*request.before) : Result<void>(); !valid)
        return valid;
    if (const auto bad = firstInvalidUtf8(request.forcedPrefix))
        return fail(ErrorCode::NotUtf8, "", "byte %1 of the typed text is no UTF-8", *bad + 1);
    if (auto fits = request.shortlist ? request.shortlist->checkFits(model, request.from, request.to) : Result<void>(); !fits)
        return fits;
    return validate(request.interventions, model.config);
}

// Tokens of the target at most, without those of what was typed.
int mostNewTokens(const TranslateRequest &request, const Prompt &prompt)
{
    return request.maxNewTokens > 0 ? request.maxNewTokens : 2 * static_cast<int>(prompt.sourceEnd - prompt.sourceBegin) + 20;
}

// What was typed takes a token a byte at most.
Result<void> addContext(const Model &model, const TranslateRequest &request, PreparedSource &source)
{
    if (!request.before || model.config.contextTokens == 0)
        return {};
    const std::size_t newTokens = static_cast<std::size_t>(mostNewTokens(request, source.prompt)) + request.forcedPrefix.size() + 1;
    return addContext(model, *request.before, request.from, request.to, newTokens, source);
}

// What the draft says behind the tokens that are forced, in the words that the model writes.
Draft draftFor(const Tokenizer &tokenizer, const TranslateRequest &request, const ForcedPrefix &forced)
{
    if (request.draft.empty() || hypothesesOf(request) != 1 || request.sampling)
        return {};
    std::vector<TokenId> tokens;
    for (const Piece &piece : tokenizer.encode(modelText(request.draft).content.text))
        tokens.push_back(piece.id);
    Draft draft(std::move(tokens));
    for (const TokenId token : forced.tokens)
        draft.picked(token);
    return draft;
}

// What the source may become, and what was typed.
std::shared_ptr<const TokenSet> allowedFor(const TranslateRequest &request, std::span<const TokenId> read, const ForcedPrefix &forced)
{
    const Shortlist *shortlist = shortlistUsedBy(request);
    if (!shortlist)
        return nullptr;
    std::vector<TokenId> tokens = shortlist->tokensFor(read);
    tokens.insert(tokens.end(), forced.tokens.begin(), forced.tokens.end());
    return std::make_shared<const TokenSet>(std::move(tokens));
}

// What the target will hold as the source has it.
std::string copiesOf(const PreparedSource &source)
{
    std::string copies;
    for (const InlineTag &tag : source.read.content.tags) {
        if (isCopy(tag) && (!source.cut || tag.offset <= source.body.size()))
            copies += tag.code + ' ';
    }
    return copies;
}

}  // namespace

int hypothesesOf(const TranslateRequest &request)
{
    return request.terms.empty() ? request.beamSize : std::max(request.beamSize, constrainedBeams);
}

const Shortlist *shortlistUsedBy(const TranslateRequest &request)
{
    return request.shortlist && request.shortlist->missesLittle() && request.terms.empty() ? request.shortlist.get() : nullptr;
}

Result<PreparedRequest> prepare(const Model &model, TranslateRequest request)
{
    const auto from = model.config.languageFor(request.from), to = model.config.languageFor(request.to);
    if (from && from == to)
        return fail(ErrorCode::InvalidArgument, "", "\"%1\" and \"%2\" are one language to the model, \"%3\"; expected two", request.from, request.to, *from);
    request.from = from.value_or(request.from);
    request.to = to.value_or(request.to);
    if (auto valid = checkRequest(request, model); !valid)
        return std::unexpected(valid.error());
    Result<PreparedSource> source = prepareSource(model, request.source, request.from, request.to);
    if (!source)
        return std::unexpected(source.error());
    if (auto added = addContext(model, request, *source); !added)
        return std::unexpected(added.error());
    // Typed white space replaces that of the source unless it begins the same way.
    const bool sameBegin = request.forcedPrefix.starts_with(source->leading) || source->leading.starts_with(request.forcedPrefix);
    std::string targetLeading = sameBegin ? source->leading : std::string();
    return PreparedRequest{std::move(request), std::move(*source), std::move(targetLeading)};
}

Result<SearchPlan> planFor(const Model &model, const PreparedRequest &prepared)
{
    const PieceTable &table = model.tokenizer->pieceTable();
    const TranslateRequest &request = prepared.request;
    const Prompt &prompt = prepared.source.prompt;
    const std::string_view typed = request.forcedPrefix;
    const std::string_view prefix = typed.substr(std::min(typed.size(), prepared.targetLeading.size()));
    const std::size_t room = static_cast<std::size_t>(model.config.maxPositions) - prompt.tokens.size();   // the cut left as much as the source took
    Result<ForcedPrefix> forced = forcePrefix(*model.tokenizer, table, prefix, room, request.prefixEndsWord);
    if (!forced)
        return std::unexpected(forced.error());

    Draft draft = draftFor(*model.tokenizer, request, *forced);
    const int left = static_cast<int>(room - forced->tokens.size());
    const auto read = std::span(prompt.tokens).subspan(prompt.sourceBegin, prompt.sourceEnd - prompt.sourceBegin);
    std::shared_ptr<const TokenSet> allowed = allowedFor(request, read, *forced);
    return SearchPlan{.prompt = prompt.tokens,
                      .sourceBegin = prompt.sourceBegin,
                      .sourceEnd = prompt.sourceEnd,
                      .prefix = std::move(*forced),
                      .draft = std::move(draft),
                      .banned = neverGenerated(table, read, prepared.source.read.content.text),
                      .allowed = std::move(allowed),
                      .table = &table,
                      .terms = request.terms.empty() ? std::nullopt : std::optional<SearchTerms>(std::in_place, *model.tokenizer, table, request.terms, copiesOf(prepared.source)),
                      .sampling = request.sampling,
                      .beamSize = hypothesesOf(request),
                      .lengthPenalty = request.lengthPenalty,
                      .maxNewTokens = mostNewTokens(request, prompt),
                      .room = left};
}

}  // namespace interlinear::mixmoe
