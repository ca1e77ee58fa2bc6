#include "engine/cat/memory/exchange/table_columns.h"

#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/tmx_date.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>

namespace interlinear::cat {

namespace {

/// The text with each tag's code where the tag stands.
std::string textWithCodes(const TaggedText &text)
{
    std::string result;
    std::size_t done = 0;
    for (const InlineTag &tag : text.tags) {
        result += text.text.substr(done, tag.offset - done) + tag.code;
        done = tag.offset;
    }
    return result + text.text.substr(done);
}

/// "2020-01-02T03:04:05Z" from "20200102T030405Z".
std::string isoDate(std::int64_t ms)
{
    if (ms == 0)
        return {};
    std::string date = tmxDate(ms);
    for (const std::size_t at : {4UL, 7UL})
        date.insert(at, "-");
    for (const std::size_t at : {13UL, 16UL})
        date.insert(at, ":");
    return date;
}

std::int64_t msOfIsoDate(std::string date)
{
    if (date.size() == 10)
        date += "T00:00:00";
    if (date.size() > 10 && date[10] == ' ')
        date[10] = 'T';
    std::erase_if(date, [](char c) { return c == '-' || c == ':'; });
    return msOfTmxDate(date);
}

std::string notesOf(const Unit &unit)
{
    std::string notes;
    for (const Property &property : unit.properties) {
        if (property.kind == Property::Kind::Note)
            notes += (notes.empty() ? "" : "\n") + property.value;
    }
    return notes;
}

bool meansNo(const std::string &value)
{
    return value == "no" || value == "No" || value == "NO" || value == "false" || value == "False" || value == "FALSE" || value == "0";
}

void readNeighbour(std::optional<std::string> &neighbour, const std::string &value)
{
    if (!value.empty())
        neighbour = value;
}

constexpr std::array<TableColumn, 13> columns{{
    {"source", [](Unit &unit, const std::string &value) { unit.source.text = value; }, [](const Unit &unit) { return textWithCodes(unit.source); }},
    {"target", [](Unit &unit, const std::string &value) { unit.target.text = value; }, [](const Unit &unit) { return textWithCodes(unit.target); }},
    {"source_language", [](Unit &unit, const std::string &value) { unit.sourceLanguage = value; }, [](const Unit &unit) { return unit.sourceLanguage; }},
    {"target_language", [](Unit &unit, const std::string &value) { unit.targetLanguage = value; }, [](const Unit &unit) { return unit.targetLanguage; }},
    {"previous", [](Unit &unit, const std::string &value) { readNeighbour(unit.previous, value); },
     [](const Unit &unit) { return unit.previous.value_or(""); }},
    {"next", [](Unit &unit, const std::string &value) { readNeighbour(unit.next, value); }, [](const Unit &unit) { return unit.next.value_or(""); }},
    {"document", [](Unit &unit, const std::string &value) { unit.document = value; }, [](const Unit &unit) { return unit.document; }},
    {"context", [](Unit &unit, const std::string &value) { unit.contextId = value; }, [](const Unit &unit) { return unit.contextId; }},
    {"author", [](Unit &unit, const std::string &value) { unit.author = value; }, [](const Unit &unit) { return unit.author; }},
    {"created", [](Unit &unit, const std::string &value) { unit.createdMs = msOfIsoDate(value); }, [](const Unit &unit) { return isoDate(unit.createdMs); }},
    {"changed", [](Unit &unit, const std::string &value) { unit.changedMs = msOfIsoDate(value); }, [](const Unit &unit) { return isoDate(unit.changedMs); }},
    {"approved", [](Unit &unit, const std::string &value) { unit.approved = !meansNo(value); },
     [](const Unit &unit) { return std::string(unit.approved ? "yes" : "no"); }},
    {"note",
     [](Unit &unit, const std::string &value) {
         if (!value.empty())
             unit.properties.push_back({Property::Kind::Note, "", value});
     },
     notesOf},
}};

struct OtherName {
    std::string_view name;
    std::string_view column;
};

constexpr std::array<OtherName, 14> otherNames{{
    {"source_text", "source"}, {"original", "source"}, {"msgid", "source"}, {"target_text", "target"}, {"translation", "target"}, {"msgstr", "target"},
    {"msgctxt", "context"}, {"context_id", "context"}, {"id", "context"}, {"key", "context"}, {"comment", "note"}, {"notes", "note"}, {"file", "document"}, {"translator", "author"},
}};

std::string plainName(std::string_view name)
{
    std::string plain(trimmed(name));
    const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' || c == '-' ? '_' : c; };
    std::ranges::transform(plain, plain.begin(), folded);
    return plain;
}

const TableColumn *named(std::string_view name)
{
    const auto found = std::ranges::find(columns, name, &TableColumn::name);
    return found == columns.end() ? nullptr : &*found;
}

}  // namespace

std::span<const TableColumn> tableColumns()
{
    return columns;
}

const TableColumn *tableColumn(std::string_view name, const Languages &languages)
{
    const std::string plain = plainName(name);
    if (const TableColumn *column = named(plain))
        return column;
    if (const auto other = std::ranges::find(otherNames, plain, &OtherName::name); other != otherNames.end())
        return named(other->column);
    const LanguageFit asSource = languageFit(languages.source, plain);
    const LanguageFit asTarget = languageFit(languages.target, plain);
    if (asSource != asTarget)
        return named(asSource > asTarget ? "source" : "target");
    return nullptr;
}

}  // namespace interlinear::cat
