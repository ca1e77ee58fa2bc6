#include "engine/mixmoe/decode/search_terms.h"

#include "engine/core/utf8.h"
#include "engine/mixmoe/decode/whole_words.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

std::optional<EncodedForm> encodedForm(const Tokenizer &tokenizer, const PieceTable &table, std::string_view form)
{
    EncodedForm encoded{.text = codePointsOf(form), .tokenEnds = {}};
    std::vector<TokenId> tokens;
    for (const Piece &piece : tokenizer.encode(form)) {
        tokens.push_back(piece.id);
        const std::size_t before = encoded.tokenEnds.empty() ? 0 : encoded.tokenEnds.back();
        encoded.tokenEnds.push_back(piece.span.empty() ? before : codePointsOf(form.substr(0, piece.span.end)).size());
    }
    const bool writable = tokenizer.decode(tokens) == form && std::ranges::none_of(tokens, [&](TokenId id) { return table.silent[static_cast<std::size_t>(id)] != 0; });
    return writable ? std::optional(std::move(encoded)) : std::nullopt;
}

FormTrie trieOf(const Tokenizer &tokenizer, const PieceTable &table, const std::vector<std::string> &forms, bool ignoreCase)
{
    std::vector<EncodedForm> encoded;
    for (const std::string &form : forms) {
        if (auto writable = encodedForm(tokenizer, table, trimmed(form)))
            encoded.push_back(std::move(*writable));
    }
    return {encoded, ignoreCase};
}

bool standsIn(std::string_view text, const TermConstraint &term)
{
    return std::ranges::any_of(term.forms, [&](const std::string &form) { return hasWholeWords(text, trimmed(form), term.ignoreCase); });
}

// Forms that hold no forbidden one.
std::vector<std::string> possible(const std::vector<std::string> &forms, std::span<const TermConstraint> terms)
{
    std::vector<std::string> kept;
    std::ranges::copy_if(forms, std::back_inserter(kept), [&](const std::string &form) {
        return std::ranges::none_of(terms, [&](const TermConstraint &term) { return term.rule == TermRule::Forbidden && standsIn(form, term); });
    });
    return kept;
}

// The forms written twice in a row, but for what another term requires ("Bora Bora").
std::vector<std::string> twice(const std::vector<std::string> &forms, std::span<const TermConstraint> terms)
{
    std::vector<std::string> doubled;
    for (const std::string &form : forms) {
        const std::string both = std::string(trimmed(form)) + ' ' + std::string(trimmed(form));
        const auto wantsBoth = [&](const TermConstraint &term) {
            return term.rule == TermRule::Required && std::ranges::any_of(term.forms, [&](const std::string &wanted) { return hasWholeWords(wanted, both, term.ignoreCase); });
        };
        if (std::ranges::none_of(terms, wantsBoth))
            doubled.push_back(both);
    }
    return doubled;
}

}  // namespace

SearchTerms::SearchTerms(const Tokenizer &tokenizer, const PieceTable &table, std::span<const TermConstraint> terms, std::string_view placed)
{
    for (const TermConstraint &term : terms) {
        if (term.rule == TermRule::Forbidden) {
            m_forbidden.push_back(trieOf(tokenizer, table, term.forms, term.ignoreCase));
            continue;
        }
        m_forbidden.push_back(trieOf(tokenizer, table, twice(term.forms, terms), term.ignoreCase));
        FormTrie trie = trieOf(tokenizer, table, possible(term.forms, terms), term.ignoreCase);
        if (!trie.empty() && !standsIn(placed, term))
            m_required.push_back(std::move(trie));
    }
    if (!m_required.empty())
        indexPieces(table);
}

void SearchTerms::indexPieces(const PieceTable &table)
{
    for (TokenId id = 0; id < static_cast<TokenId>(table.surface.size()); ++id) {
        const std::string &surface = table.surface[static_cast<std::size_t>(id)];
        if (surface.empty())
            continue;
        if (surface.size() == 1 && static_cast<unsigned char>(surface.front()) >= 0x80) {
            m_bytes.emplace(surface.front(), id);
            continue;
        }
        std::u32string characters = codePointsOf(surface);
        const char32_t first = foldedCase(characters.front());
        m_pieces[first].push_back({id, std::move(characters)});
    }
}

TermState SearchTerms::begin() const
{
    return {.required = std::vector<FormProgress>(m_required.size()), .met = std::vector<char>(m_required.size(), 0), .forbidden = std::vector<FormProgress>(m_forbidden.size()), .unfinished = {}};
}

bool SearchTerms::feed(TermState &state, char32_t c, bool typed) const
{
    for (std::size_t i = 0; i < m_required.size(); ++i) {
        if (m_required[i].advance(state.required[i], state.newest, c))
            state.met[i] = 1;
    }
    bool good = true;
    for (std::size_t i = 0; i < m_forbidden.size(); ++i) {
        good = !m_forbidden[i].advance(state.forbidden[i], state.newest, c) && good;
        if (typed)
            state.forbidden[i].ended = false;
    }
    state.newest = c;
    return good;
}

std::optional<TermState> SearchTerms::after(TermState state, std::string_view bytes, std::size_t typed) const
{
    const std::size_t before = state.unfinished.size();
    std::string text = std::move(state.unfinished) + std::string(bytes);
    const std::size_t left = unfinishedBytes(text);
    state.unfinished = text.substr(text.size() - left);
    text.resize(text.size() - left);
    const std::size_t typedCharacters = codePointsOf(std::string_view(text).substr(0, before + typed)).size();
    const std::u32string characters = codePointsOf(text);
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (!feed(state, characters[i], typed > 0 && i < typedCharacters))
            return std::nullopt;
    }
    return state;
}

bool SearchTerms::mayEnd(const TermState &state) const
{
    return std::ranges::none_of(state.forbidden, &FormProgress::ended);
}

int SearchTerms::missing(const TermState &state) const
{
    int count = 0;
    for (std::size_t i = 0; i < m_required.size(); ++i)
        count += state.met[i] || state.required[i].ended ? 0 : 1;
    return count;
}

int SearchTerms::tokensLeft(const TermState &state) const
{
    int left = 0;
    for (std::size_t i = 0; i < m_required.size(); ++i)
        left += state.met[i] ? 0 : m_required[i].tokensLeft(state.required[i]);
    return left;
}

std::vector<TokenId> SearchTerms::advancing(const TermState &state) const
{
    std::vector<TokenId> tokens;
    const auto addPieces = [&](const FormTrie &trie, const FormProgress &progress, char32_t first) {
        const auto pieces = m_pieces.find(foldedCase(first));
        if (pieces == m_pieces.end())
            return;
        for (const Spelled &piece : pieces->second) {
            if (trie.goesOnWith(progress, state.newest, piece.characters))
                tokens.push_back(piece.token);
        }
    };
    const auto addByte = [&](char32_t next) {
        const std::string bytes = utf8Of(next);
        const auto byte = bytes.size() > state.unfinished.size() && bytes.starts_with(state.unfinished) ? m_bytes.find(bytes[state.unfinished.size()]) : m_bytes.end();
        if (byte != m_bytes.end())
            tokens.push_back(byte->second);
    };
    for (std::size_t i = 0; i < m_required.size(); ++i) {
        if (state.met[i] || state.required[i].ended)
            continue;
        for (const char32_t next : m_required[i].nextCharacters(state.required[i], state.newest)) {
            addByte(next);
            if (state.unfinished.empty())
                addPieces(m_required[i], state.required[i], next);
        }
        if (state.unfinished.empty())
            addPieces(m_required[i], state.required[i], U' ');
    }
    std::ranges::sort(tokens);
    const auto repeated = std::ranges::unique(tokens);
    tokens.erase(repeated.begin(), repeated.end());
    return tokens;
}

std::vector<std::size_t> missingTerms(std::span<const TermConstraint> terms, std::string_view text)
{
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].rule == TermRule::Required && !standsIn(text, terms[i]))
            missing.push_back(i);
    }
    return missing;
}

bool obeys(std::span<const TermConstraint> terms, std::string_view text)
{
    return std::ranges::all_of(terms, [&](const TermConstraint &term) { return standsIn(text, term) == (term.rule == TermRule::Required); });
}

}  // namespace interlinear::mixmoe
