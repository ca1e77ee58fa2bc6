#include "engine/cat/document/document_files.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

Result<Document> parse(std::string bytes, const DocumentFormat &format, const std::string &language, const std::string &name)
{
    if (const auto bad = firstInvalidUtf8(bytes))
        return notUtf8(name, bytes, *bad);
    Result<SentenceBreaker> breaker = SentenceBreaker::create(language);
    if (!breaker)
        return std::unexpected(breaker.error());
    Result<std::vector<Segment>> segments = format.read(bytes, *breaker);
    if (!segments) {
        segments.error().where = name;
        return std::unexpected(segments.error());
    }
    return Document{name, std::string(format.id), language, std::move(bytes), std::move(*segments)};
}

// "segment 3 (byte 120)", after the document's name.
std::string placeOf(const Document &document, std::size_t segment)
{
    const std::string place = "segment " + std::to_string(segment + 1) + " (byte " + std::to_string(document.segments[segment].span.begin) + ")";
    return document.name.empty() ? place : document.name + ", " + place;
}

Error misreadError(const Document &document, const DocumentFormat &format, std::size_t segment)
{
    const bool hasTags = !document.segments[segment].source.tags.empty();
    const char *message = hasTags ? "%1 would not read this translation with its tags where they stand; move the tags apart, or next to a space"
                                  : "%1 would read marks into this translation together with the text around it; change its first or last words";
    return {ErrorCode::InvalidArgument, placeOf(document, segment), message, {std::string(format.title)}};
}

std::vector<Replacement> replacementsFor(const Document &document, const std::vector<std::optional<TaggedText>> &targets, std::vector<Error> &refused)
{
    std::vector<Replacement> replacements;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const TaggedText &source = document.segments[i].source;
        if (!targets[i] || isBlank(*targets[i]))
            continue;
        Result<TaggedText> target = withCodesOf(source, *targets[i]);
        if (!target) {
            target.error().where = placeOf(document, i);
            refused.push_back(target.error());
        } else if (*target != source) {
            replacements.push_back({i, std::move(*target)});
        }
    }
    return replacements;
}

}  // namespace

Result<Document> readDocument(const std::filesystem::path &path, const std::string &language)
{
    const DocumentFormat *format = formatOfPath(path);
    std::error_code ignored;
    if (!format && !std::filesystem::is_directory(path, ignored))   // of a folder readFile() says what it is
        return fail(ErrorCode::Unsupported, path.string(), "the extension names no known format; known are %1", knownExtensions());
    Result<std::string> bytes = readFile(path);
    if (!bytes)
        return std::unexpected(bytes.error());
    return parse(std::move(*bytes), *format, language, path.string());
}

Result<Document> parseDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name)
{
    const DocumentFormat *format = formatById(formatId);
    if (!format)
        return fail(ErrorCode::Unsupported, name, "'%1' is no known format", formatId);
    return parse(std::move(bytes), *format, language, name);
}

Result<std::string> exportDocument(const Document &document, const std::vector<std::optional<TaggedText>> &targets)
{
    Result<PartialExport> result = exportWhatFits(document, targets);
    if (!result)
        return std::unexpected(result.error());
    if (!result->refused.empty())
        return std::unexpected(result->refused.front());
    return std::move(result->bytes);
}

Result<PartialExport> exportWhatFits(const Document &document, const std::vector<std::optional<TaggedText>> &targets)
{
    if (targets.size() != document.segments.size())
        return fail(ErrorCode::InvalidArgument, document.name, "there are %1 targets for %2 segments", targets.size(), document.segments.size());
    const DocumentFormat *format = formatById(document.format);
    if (!format)
        return fail(ErrorCode::Unsupported, document.name, "'%1' is no known format", document.format);

    PartialExport result;
    std::vector<Replacement> replacements = replacementsFor(document, targets, result.refused);
    while (!replacements.empty()) {
        Result<Written> written = format->write(document, replacements);
        if (!written)
            return std::unexpected(written.error());
        if (written->misread.empty()) {
            result.bytes = std::move(written->bytes);
            return result;
        }
        for (const std::size_t segment : written->misread)
            result.refused.push_back(misreadError(document, *format, segment));
        std::erase_if(replacements, [&](const Replacement &replacement) {
            return std::binary_search(written->misread.begin(), written->misread.end(), replacement.segment);
        });
    }
    result.bytes = document.bytes;
    return result;
}

}  // namespace interlinear::cat
