#include "engine/cat/memory/repair/placeables.h"

#include "engine/cat/memory/repair/date_format.h"
#include "engine/cat/memory/repair/number_format.h"
#include "engine/cat/memory/scoring/verbatim.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

/// A letter of a script that writes words apart and bends none for what stands beside it: next to a digit it makes a code. "3kg" is one, "第3章" is not.
bool makesCode(char32_t character)
{
    return u_hasBinaryProperty(static_cast<UChar32>(character), UCHAR_CASED) || character == U'_';
}

bool isLetter(char32_t character)
{
    return u_isalpha(static_cast<UChar32>(character));
}

/// Whether a number, a code or a word begins with this character.
bool begins(std::string_view text, std::size_t at, char32_t character)
{
    const char32_t before = at == 0 ? U' ' : characterBefore(text, at).code;
    if (digitValue(character) >= 0)
        return digitValue(before) < 0 && !makesCode(before);
    return isLetter(character) && !isLetter(before) && digitValue(before) < 0;
}

/// "-bit", "'s", ":ssa": what stands behind a number and depends on it.
bool hasEnding(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return false;
    const auto [mark, length] = characterAt(text, at);
    const bool joins = mark == U'\'' || mark == U'\u2019' || mark == U':' || mark == U'-';
    return makesCode(mark) || (joins && at + length < text.size() && makesCode(characterAt(text, at + length).code));
}

std::size_t codeEnd(std::string_view text, std::size_t at)
{
    const std::u32string_view joining = U"-'\u2019:";
    std::size_t end = at;
    while (at < text.size()) {
        const auto [code, length] = characterAt(text, at);
        const bool part = makesCode(code) || digitValue(code) >= 0;
        if (!part && joining.find(code) == joining.npos)
            break;
        at += length;
        end = part ? at : end;   // no mark at the end
    }
    return end;
}

bool hasDigit(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); at += characterAt(text, at).length) {
        if (digitValue(characterAt(text, at).code) >= 0)
            return true;
    }
    return false;
}

Placeable verbatim(Placeable::Kind kind, std::string_view text, ByteSpan span)
{
    return {.kind = kind, .span = span, .value = std::string(text.substr(span.begin, span.length()))};
}

}  // namespace

struct PlaceableReader::Formats {
    NumberFormat numbers;
    DateFormat dates;

    /// What begins at the offset, where a word or number begins.
    std::optional<Placeable> at(std::string_view text, std::size_t begin) const
    {
        if (const std::optional<WrittenDate> date = dates.readAt(text, begin); date && !hasEnding(text, date->end) && !digitFollows(text, date->end))
            return Placeable{.kind = Placeable::Kind::Date, .span = {begin, date->end}, .value = date->value, .pattern = date->pattern};
        if (digitValue(characterAt(text, begin).code) < 0)
            return codeAt(text, begin);
        const DigitRun run = numbers.readAt(text, begin);
        if (hasEnding(text, run.end))
            return verbatim(Placeable::Kind::Code, text, {begin, std::max(run.end, codeEnd(text, begin))});
        if (!run.value)
            return verbatim(Placeable::Kind::Code, text, {begin, run.end});
        return Placeable{.kind = Placeable::Kind::Number, .span = {begin, run.end}, .value = *run.value, .grouped = run.grouped};
    }

private:
    static bool digitFollows(std::string_view text, std::size_t at) { return at < text.size() && digitValue(characterAt(text, at).code) >= 0; }

    static std::optional<Placeable> codeAt(std::string_view text, std::size_t begin)
    {
        const ByteSpan span{begin, codeEnd(text, begin)};
        return hasDigit(text.substr(span.begin, span.length())) ? std::optional(verbatim(Placeable::Kind::Code, text, span)) : std::nullopt;
    }
};

PlaceableReader::PlaceableReader(const std::string &language) : m_formats(new Formats{NumberFormat(language), DateFormat(language)})
{
}

PlaceableReader::~PlaceableReader() = default;
PlaceableReader::PlaceableReader(PlaceableReader &&) noexcept = default;

std::vector<Placeable> PlaceableReader::read(std::string_view text) const
{
    std::vector<Placeable> found;
    const std::vector<Verbatim> stretches = verbatimStretches(text);
    auto stretch = stretches.begin();
    const bool digits = hasDigit(text);
    for (std::size_t at = 0; at < text.size();) {
        if (stretch != stretches.end() && stretch->span.begin <= at) {
            found.push_back(verbatim(stretch->kind == VerbatimKind::Address ? Placeable::Kind::Address : Placeable::Kind::Placeholder, text, stretch->span));
            at = stretch++->span.end;
            continue;
        }
        const auto [code, length] = characterAt(text, at);
        const std::string_view before = text.substr(0, stretch == stretches.end() ? text.size() : stretch->span.begin);
        std::optional<Placeable> placeable = digits && begins(text, at, code) ? m_formats->at(before, at) : std::nullopt;
        at = placeable ? placeable->span.end : at + length;
        if (placeable)
            found.push_back(std::move(*placeable));
    }
    return found;
}

std::optional<std::string> PlaceableReader::write(const Placeable &value, const Placeable &model, std::string_view text) const
{
    if (value.kind == Placeable::Kind::Number)
        return m_formats->numbers.write(value.value, value.grouped, text.substr(model.span.begin, model.span.length()));
    if (value.kind == Placeable::Kind::Date)
        return m_formats->dates.write(value.value, model.pattern);
    return value.value;
}

const PlaceableReader &placeableReader(const std::string &language)
{
    thread_local std::map<std::string, PlaceableReader> readers;
    return readers.try_emplace(language, language).first->second;
}

}  // namespace interlinear::cat
