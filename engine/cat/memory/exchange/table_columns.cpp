#include "engine/cat/memory/exchange/table_columns.h"

#include "engine/cat/database/tag_column.h"
#include "engine/cat/memory/exchange/language_match.h"
#include "engine/cat/memory/exchange/tmx_date.h"
#include "engine/cat/memory/unit_rows.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

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

/// The tags with the offsets that they have in textWithCodes(); empty for none.
std::string tagsOf(const TaggedText &text)
{
    std::vector<InlineTag> tags = text.tags;
    std::size_t codes = 0;
    for (InlineTag &tag : tags) {
        tag.offset += codes;
        codes += tag.code.size();
    }
    return tagColumn(tags).value_or("");
}

/// Codes that stand in the text become the tags that they were; where one does not stand there any more, somebody edited the text, and it stays as it is.
void readTags(TaggedText &text, const std::string &value)
{
    Result<TaggedText> written = taggedText(text.text, value.empty() ? std::nullopt : std::optional(value), "");
    if (!written)
        return;
    TaggedText plain;
    std::size_t done = 0;
    for (InlineTag &tag : written->tags) {
        if (tag.offset < done || written->text.compare(tag.offset, tag.code.size(), tag.code) != 0)
            return;
        plain.text += written->text.substr(done, tag.offset - done);
        done = tag.offset + tag.code.size();
        tag.offset = plain.text.size();
        plain.tags.push_back(std::move(tag));
    }
    plain.text += written->text.substr(done);
    text = std::move(plain);
}

bool isNote(const Property &property)
{
    return property.kind == Property::Kind::Note;
}

/// But the notes, which have a column.
std::string propertiesOf(const Unit &unit)
{
    std::vector<Property> properties = unit.properties;
    std::erase_if(properties, isNote);
    return propertiesColumn(properties).value_or("");
}

void readProperties(Unit &unit, const std::string &value)
{
    if (value.empty())
        return;
    const auto properties = propertiesFrom(value);
    if (properties)
        unit.properties.insert(unit.properties.end(), properties->begin(), properties->end());
    else
        unit.properties.push_back({Property::Kind::Property, "properties", value});   // somebody else's column of that name
}

void readCount(std::int64_t &count, const std::string &value)
{
    std::from_chars(value.data(), value.data() + value.size(), count);
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

constexpr std::array<TableColumn, 19> columns{{
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
    {"source_tags", [](Unit &unit, const std::string &value) { readTags(unit.source, value); }, [](const Unit &unit) { return tagsOf(unit.source); }},
    {"target_tags", [](Unit &unit, const std::string &value) { readTags(unit.target, value); }, [](const Unit &unit) { return tagsOf(unit.target); }},
    {"origin", [](Unit &unit, const std::string &value) { unit.origin = originFromName(value).value_or(unit.origin); },
     [](const Unit &unit) { return originName(unit.origin); }},
    {"use_count", [](Unit &unit, const std::string &value) { readCount(unit.useCount, value); },
     [](const Unit &unit) { return unit.useCount == 0 ? std::string() : std::to_string(unit.useCount); }},
    {"used", [](Unit &unit, const std::string &value) { unit.usedMs = msOfIsoDate(value); }, [](const Unit &unit) { return isoDate(unit.usedMs); }},
    {"properties", readProperties, propertiesOf},
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
