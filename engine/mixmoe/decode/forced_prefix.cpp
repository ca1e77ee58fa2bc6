#include "engine/mixmoe/decode/forced_prefix.h"

#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

std::vector<TokenId> encoded(const Tokenizer &tokenizer, std::string_view text)
{
    std::vector<TokenId> tokens;
    for (const Piece &piece : tokenizer.encode(text))
        tokens.push_back(piece.id);
    return tokens;
}

// A byte of a longer character may be one of a letter.
bool goesOnWithWord(std::string_view text)
{
    const std::size_t unfinished = unfinishedBytes(text);
    return unfinished == text.size() ? unfinished > 0 : isWordCharacter(codePointsOf(text.substr(0, text.size() - unfinished)).front());
}

enum class Fit { No, Within, Beyond };

// A lone leading space at the start writes nothing and still moves on: behind it a space shows.
Fit fit(const Spelling &spelling, const PieceTable &table, TokenId token)
{
    if (table.surface[static_cast<std::size_t>(token)].empty())
        return Fit::No;
    const std::string_view text = shownText(table, token, spelling.atStart);
    if (spelling.rest.starts_with(text))
        return Fit::Within;
    if (!text.starts_with(spelling.rest))
        return Fit::No;
    return spelling.endsWord && goesOnWithWord(text.substr(spelling.rest.size())) ? Fit::No : Fit::Beyond;
}

}  // namespace

Result<ForcedPrefix> forcePrefix(const Tokenizer &tokenizer, const PieceTable &table, std::string_view prefix, std::size_t room, bool endsWord)
{
    ForcedPrefix forced;
    if (prefix.empty())
        return forced;
    const std::vector<TokenId> whole = encoded(tokenizer, prefix);
    if (tokenizer.decode(whole) != prefix || std::ranges::any_of(whole, [&](TokenId id) { return table.silent[static_cast<std::size_t>(id)] != 0; }))
        return fail(ErrorCode::InvalidArgument, "", "the model's vocabulary cannot write the typed text \"%1\"", prefix);
    if (whole.size() > room)
        return fail(ErrorCode::OutOfRange, "", "the typed text has %1 tokens; beside this source the model has room for %2", whole.size(), room);

    const std::size_t space = prefix.rfind(' ');
    const std::size_t boundary = space == std::string_view::npos ? 0 : space;
    forced.tokens = encoded(tokenizer, prefix.substr(0, boundary));
    forced.spelling = {std::string(prefix.substr(boundary)), boundary == 0, endsWord};
    if (forced.tokens.size() + forced.spelling.rest.size() + 1 > room)
        forced = {whole, {"", false, endsWord}};
    return forced;
}

std::vector<TokenId> misspelling(const Spelling &spelling, const PieceTable &table, const std::vector<TokenId> &banned)
{
    std::vector<TokenId> wrong;
    wrong.reserve(table.surface.size());
    for (TokenId id = 0; id < static_cast<TokenId>(table.surface.size()); ++id) {
        if (id == table.end && spelling.rest.empty())
            continue;
        const Fit fits = fit(spelling, table, id);
        if (fits == Fit::No || (fits == Fit::Beyond && std::ranges::binary_search(banned, id)))
            wrong.push_back(id);
    }
    return wrong;
}

Spelling afterPiece(const Spelling &spelling, const PieceTable &table, TokenId token)
{
    const std::string_view text = shownText(table, token, spelling.atStart);
    return {text.size() >= spelling.rest.size() ? std::string() : spelling.rest.substr(text.size()), false, spelling.endsWord && text.size() <= spelling.rest.size()};
}

}  // namespace interlinear::mixmoe
