#include "engine/cat/document/document_files.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/target_text.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostText = 256U << 20U;   // of all parts of an archive

std::unexpected<Error> at(const std::string &name, Error error)
{
    error.where = error.where.empty() ? name : name + ", " + error.where;
    return std::unexpected(std::move(error));
}

Result<Document> openText(std::string bytes, const DocumentFormat &format, Document document)
{
    const std::string declared = format.declaredEncoding ? format.declaredEncoding(bytes) : std::string();
    Result<DecodedText> decoded = decodedText(std::move(bytes), declared, document.name);
    if (!decoded)
        return std::unexpected(decoded.error());
    document.text = std::move(decoded->text);
    document.encoding = std::move(decoded->encoding);
    return document;
}

Result<Document> openArchive(std::string bytes, const DocumentFormat &format, Document document)
{
    document.archive = std::move(bytes);
    const Result<Archive> archive = Archive::open(document.archive, document.name);
    if (!archive)
        return std::unexpected(archive.error());
    const Result<std::vector<std::string>> names = format.parts(*archive);
    if (!names)
        return at(document.name, names.error());
    for (const std::string &name : *names) {
        const Result<std::string> part = archive->part(name);
        if (!part)
            return std::unexpected(part.error());
        if (const auto bad = firstInvalidUtf8(*part))
            return notUtf8(document.name + ", " + name, *part, *bad);
        if (document.text.size() + part->size() > mostText)
            return fail(ErrorCode::BadFormat, document.name, "holds more than %1 bytes of text with its marks; divide it into several files", mostText);
        document.parts.push_back({name, {document.text.size(), document.text.size() + part->size()}});
        document.text += *part;
    }
    return document;
}

Result<Document> open(std::string bytes, const DocumentFormat &format, const std::string &language, const std::string &name)
{
    Document document;
    document.name = name;
    document.format = format.id;
    document.language = language;
    return format.parts ? openArchive(std::move(bytes), format, std::move(document)) : openText(std::move(bytes), format, std::move(document));
}

// Rules without a map never cut.
Result<SentenceBreaker> breakerFor(const std::string &language, const DocumentRules &rules)
{
    if (rules.segmentsAreLines)
        return SentenceBreaker::create(language, SrxRules{});
    return rules.segmentation ? SentenceBreaker::create(language, *rules.segmentation) : SentenceBreaker::create(language);
}

Result<Document> parse(std::string bytes, const DocumentFormat &format, const std::string &language, const std::string &name, const DocumentRules &rules)
{
    Result<SentenceBreaker> breaker = breakerFor(language, rules);
    if (!breaker)
        return std::unexpected(breaker.error());
    Result<Document> document = open(std::move(bytes), format, language, name);
    if (!document)
        return document;
    Result<Reading> reading = format.read(*document, {*breaker, rules});
    if (!reading)
        return at(name, reading.error());
    document->segments = std::move(reading->segments);
    document->targetLanguage = std::move(reading->targetLanguage);
    if (!reading->sourceLanguage.empty())
        document->language = std::move(reading->sourceLanguage);
    return document;
}

std::unexpected<Error> unknownFormat(const std::string &name, const std::string &format)
{
    return fail(ErrorCode::Unsupported, name, "'%1' is no known format", format);
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

bool showsTheSame(const TaggedText &a, const TaggedText &b)
{
    const auto sameTag = [](const InlineTag &x, const InlineTag &y) { return x.id == y.id && x.kind == y.kind && x.offset == y.offset; };
    return a.text == b.text && std::ranges::equal(a.tags, b.tags, sameTag);
}

// Whether a bilingual file says already what the target is to say.
bool saysAlready(const Segment &segment, const SegmentTarget &target)
{
    if (!segment.target)
        return isBlank(target.text) && (!target.state || *target.state == TranslationState::New);
    return showsTheSame(segment.target->text, withoutOuterSpace(target.text)) && (!target.state || *target.state == segment.target->state);
}

// Whether there is nothing to write into the segment's place.
bool leavesAsIs(const Segment &segment, const SegmentTarget &target, const DocumentFormat &format)
{
    if (format.bilingual)
        return segment.facts.locked || saysAlready(segment, target);
    return isBlank(target.text);
}

std::vector<Replacement> replacementsFor(const Document &document, const DocumentFormat &format, const Targets &targets, std::vector<Error> &refused)
{
    std::vector<Replacement> replacements;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const Segment &segment = document.segments[i];
        if (!targets[i] || leavesAsIs(segment, *targets[i], format))
            continue;
        const bool takesAway = format.bilingual && isBlank(targets[i]->text);
        Result<TaggedText> target = takesAway ? TaggedText{} : withCodesOf(segment.source, targets[i]->text);
        if (!target) {
            target.error().where = placeOf(document, i);
            refused.push_back(target.error());
        } else if (format.bilingual || *target != segment.source) {
            replacements.push_back({i, segment.span, std::move(*target), targets[i]->state});
        }
    }
    return replacements;
}

// The splices that lie in the part, as splices of its own text.
std::vector<Splice> splicesWithin(const DocumentPart &part, const std::vector<Splice> &splices)
{
    std::vector<Splice> inner;
    for (const Splice &splice : splices) {
        if (splice.span.begin >= part.span.begin && splice.span.end <= part.span.end)
            inner.push_back({{splice.span.begin - part.span.begin, splice.span.end - part.span.begin}, splice.bytes});
    }
    return inner;
}

Result<std::string> archiveWith(const Document &document, const std::vector<Splice> &splices)
{
    std::vector<ChangedPart> changed;
    for (const DocumentPart &part : document.parts) {
        if (const std::vector<Splice> inner = splicesWithin(part, splices); !inner.empty())
            changed.push_back({part.name, spliced(std::string_view(document.text).substr(part.span.begin, part.span.length()), inner)});
    }
    return withParts(document.archive, changed, document.name);
}

// What stands between "<![CDATA[" and "]]>" is read as it is, so that no character can be written there by its number.
Result<void> checkVerbatimText(const Document &document, std::string_view text)
{
    for (std::size_t begin = text.find("<![CDATA["); begin != std::string_view::npos; begin = text.find("<![CDATA[", begin + 1)) {
        const std::string_view section = text.substr(begin, text.find("]]>", begin) - begin);
        if (const Result<std::string> bytes = encodedText(section, document.encoding, Unencodable::Refuse, document.name); !bytes)
            return std::unexpected(bytes.error());
    }
    return {};
}

// The bytes of a text file with that text. An encoding that was found by its letters only must be found again.
Result<std::string> textFileWith(const Document &document, const DocumentFormat &format, const std::string &text)
{
    Result<std::string> bytes = encodedText(text, document.encoding, format.unencodable, document.name);
    if (!bytes || document.encoding == "UTF-8")
        return bytes;
    if (const Result<void> verbatim = checkVerbatimText(document, text); !verbatim)
        return std::unexpected(verbatim.error());
    const Result<DecodedText> again = decodedText(*bytes, format.declaredEncoding ? format.declaredEncoding(*bytes) : std::string(), document.name);
    if (again && again->encoding == document.encoding)
        return bytes;
    return fail(ErrorCode::BadFormat, document.name, "seems to be in the encoding \"%1\", which nothing in it says, and with these translations it would not be found again; "
                "save the original as UTF-8", document.encoding);
}

Result<std::string> fileWith(const Document &document, const DocumentFormat &format, const std::vector<Splice> &splices)
{
    if (splices.empty())
        return fileBytes(document);
    return format.parts ? archiveWith(document, splices) : textFileWith(document, format, spliced(document.text, splices));
}

}  // namespace

Result<Document> readDocument(const std::filesystem::path &path, const std::string &language, const DocumentRules &rules)
{
    std::error_code ignored;
    if (!isKnownExtension(path) && !std::filesystem::is_directory(path, ignored))   // of a folder readFile() says what it is
        return fail(ErrorCode::Unsupported, path.string(), "the extension names no known format; known are %1", knownExtensions());
    Result<std::string> bytes = readFile(path);
    if (!bytes)
        return std::unexpected(bytes.error());
    const DocumentFormat *format = formatOfFile(path, *bytes);
    if (!format)
        return fail(ErrorCode::Unsupported, path.string(), "its beginning is not that of a format known by this extension");
    return parse(std::move(*bytes), *format, language, path.string(), rules);
}

Result<Document> parseDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name,
                               const DocumentRules &rules)
{
    const DocumentFormat *format = formatById(formatId);
    if (!format)
        return unknownFormat(name, formatId);
    return parse(std::move(bytes), *format, language, name, rules);
}

Result<Document> openDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name)
{
    const DocumentFormat *format = formatById(formatId);
    if (!format)
        return unknownFormat(name, formatId);
    return open(std::move(bytes), *format, language, name);
}

Result<std::string> fileBytes(const Document &document)
{
    if (document.encoding.empty())
        return document.archive;
    return encodedText(document.text, document.encoding, Unencodable::Refuse, document.name);
}

Result<std::string> exportDocument(const Document &document, const Targets &targets)
{
    Result<PartialExport> result = exportWhatFits(document, targets);
    if (!result)
        return std::unexpected(result.error());
    if (!result->refused.empty())
        return std::unexpected(result->refused.front());
    return std::move(result->bytes);
}

Result<PartialExport> exportWhatFits(const Document &document, const Targets &targets)
{
    if (targets.size() != document.segments.size())
        return fail(ErrorCode::InvalidArgument, document.name, "there are %1 targets for %2 segments", targets.size(), document.segments.size());
    const DocumentFormat *format = formatById(document.format);
    if (!format)
        return unknownFormat(document.name, document.format);

    PartialExport result;
    std::vector<Replacement> replacements = replacementsFor(document, *format, targets, result.refused);
    std::vector<Splice> splices;
    while (!replacements.empty()) {
        Result<Written> written = format->write(document, replacements);
        if (!written)
            return at(document.name, written.error());
        if (written->misread.empty()) {
            splices = std::move(written->splices);
            break;
        }
        for (const std::size_t segment : written->misread)
            result.refused.push_back(misreadError(document, *format, segment));
        std::erase_if(replacements, [&](const Replacement &replacement) {
            return std::binary_search(written->misread.begin(), written->misread.end(), replacement.segment);
        });
    }
    Result<std::string> bytes = fileWith(document, *format, splices);
    if (!bytes)
        return std::unexpected(bytes.error());
    result.bytes = std::move(*bytes);
    return result;
}

}  // namespace interlinear::cat
