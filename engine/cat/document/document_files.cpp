#include "engine/cat/document/document_files.h"

#include "engine/cat/document/format.h"
#include "engine/cat/document/redivision.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/segmentation/code_point.h"
#include "engine/cat/segmentation/counts.h"
#include "engine/core/files.h"
#include "engine/core/utf8.h"

#include <algorithm>
#include <fstream>

namespace interlinear::cat {

namespace {

constexpr std::size_t mostText = 256U << 20U;   // of a file, or of all parts of an archive

std::unexpected<Error> at(const std::string &name, Error error)
{
    const bool isNamed = error.where == name || error.where.starts_with(name + ",");
    if (!isNamed)
        error.where = error.where.empty() ? name : name + ", " + error.where;
    return std::unexpected(std::move(error));
}

Result<std::string> unfolded(std::string text, const DocumentFormat &format)
{
    return format.unfolded ? format.unfolded(text) : Result<std::string>(std::move(text));
}

std::string folded(std::string text, const DocumentFormat &format)
{
    return format.folded ? format.folded(text) : std::move(text);
}

std::unexpected<Error> tooLong(const std::string &name)
{
    return fail(ErrorCode::BadFormat, name, "holds more than %1 bytes of text with its marks; divide it into several files", mostText);
}

Result<DecodedText> decode(std::string bytes, const DocumentFormat &format, const std::string &name, const DocumentRules &rules)
{
    if (!rules.encoding.empty())
        return decodedAs(std::move(bytes), rules.encoding, name);
    const std::string declared = format.declaredEncoding ? format.declaredEncoding(bytes) : std::string();
    return decodedText(std::move(bytes), declared, name);
}

Result<Document> openText(std::string bytes, const DocumentFormat &format, Document document, const DocumentRules &rules)
{
    if (bytes.size() > mostText)
        return tooLong(document.name);
    Result<DecodedText> decoded = decode(std::move(bytes), format, document.name, rules);
    if (!decoded)
        return std::unexpected(decoded.error());
    Result<std::string> text = unfolded(std::move(decoded->text), format);
    if (!text)
        return at(document.name, text.error());
    document.text = std::move(*text);
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
        if (std::ranges::find(document.parts, name, &DocumentPart::name) != document.parts.end())
            continue;   // another relationship names it, too
        Result<std::string> part = archive->part(name);
        if (!part)
            return std::unexpected(part.error());
        if (const auto bad = firstInvalidUtf8(*part))
            return notUtf8(document.name + ", " + name, *part, *bad);
        part = unfolded(std::move(*part), format);
        if (!part)
            return at(document.name + ", " + name, part.error());
        if (document.text.size() + part->size() > mostText)
            return tooLong(document.name);
        document.parts.push_back({name, {document.text.size(), document.text.size() + part->size()}});
        document.text += *part;
    }
    return document;
}

Result<Document> open(std::string bytes, const DocumentFormat &format, const std::string &language, const std::string &name, const DocumentRules &rules)
{
    Document document;
    document.name = name;
    document.format = format.id;
    document.language = language;
    return format.parts ? openArchive(std::move(bytes), format, std::move(document)) : openText(std::move(bytes), format, std::move(document), rules);
}

// Rules without a map never cut.
Result<SentenceBreaker> breakerFor(const std::string &language, const DocumentRules &rules)
{
    if (rules.segmentsAreLines)
        return SentenceBreaker::create(language, SrxRules{});
    return rules.segmentation ? SentenceBreaker::create(language, *rules.segmentation) : SentenceBreaker::create(language);
}

Result<Document> parse(std::string bytes, const DocumentFormat &format, const std::string &language, const std::string &name, const DocumentRules &rules,
                       std::size_t enough)
{
    Result<SentenceBreaker> breaker = breakerFor(language, rules);
    if (!breaker)
        return std::unexpected(breaker.error());
    Result<Document> document = open(std::move(bytes), format, language, name, rules);
    if (!document)
        return document;
    Result<Reading> reading = format.read(*document, {*breaker, rules, enough});
    if (!reading)
        return at(name, reading.error());
    if (reading->segments.size() > mostSegments && enough > mostSegments)
        return fail(ErrorCode::BadFormat, name, "holds more than %1 segments; divide it into several files", mostSegments);
    document->segments = std::move(reading->segments);
    document->targetLanguage = std::move(reading->targetLanguage);
    if (!reading->sourceLanguage.empty())
        document->language = std::move(reading->sourceLanguage);
    return document;
}

std::string beginningOf(const std::filesystem::path &path)
{
    std::string bytes(256, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

Result<Document> read(const std::filesystem::path &path, const std::string &language, const DocumentRules &rules, std::size_t enough)
{
    std::error_code ignored;
    // Of a folder readFile() says what it is.
    if (!isKnownExtension(path) && !std::filesystem::is_directory(path, ignored) && !formatAnnounced(beginningOf(path)))
        return fail(ErrorCode::Unsupported, path.string(), "the extension names no known format; known are %1", knownExtensions());
    if (const auto size = std::filesystem::file_size(path, ignored); !ignored && size > mostText)
        return tooLong(path.string());
    Result<std::string> bytes = readFile(path);
    if (!bytes)
        return std::unexpected(bytes.error());
    const DocumentFormat *format = formatOfFile(path, *bytes);
    if (!format)
        return fail(ErrorCode::Unsupported, path.string(), "its beginning is not that of a format known by this extension");
    return parse(std::move(*bytes), formatUnder(*format, rules), language, path.string(), rules, enough);
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

// Takes out what the file's encoding cannot hold, where the format has no other way to spell it.
void refuseUnencodable(const Document &document, const DocumentFormat &format, std::vector<Replacement> &replacements, std::vector<Error> &refused)
{
    if (format.unencodable != Unencodable::Refuse || document.encoding.empty() || document.encoding == "UTF-8" || replacements.empty())
        return;
    const Repertoire repertoire(document.encoding);
    std::erase_if(replacements, [&](const Replacement &replacement) {
        const std::string_view text = replacement.target.text;
        const std::optional<std::size_t> outside = repertoire.firstOutside(text);
        if (outside) {
            refused.push_back(fail(ErrorCode::BadFormat, placeOf(document, replacement.segment),
                                   "the file is in the encoding %1, which has no %2, character %3 of the translation; use another one there, or save the original as UTF-8",
                                   encodingTitle(document.encoding), codePointName(static_cast<char32_t>(firstCodePoint(text.substr(*outside)).value)),
                                   countCharacters(text.substr(0, *outside)) + 1)
                                  .error());
        }
        return outside.has_value();
    });
}

// Those of the targets that the format can write; the others are refused.
Result<std::vector<Splice>> splicesFor(const Document &document, const DocumentFormat &format, const Targets &targets, std::vector<Error> &refused)
{
    std::vector<Replacement> replacements = replacementsFor(document, format, targets, refused);
    refuseUnencodable(document, format, replacements, refused);
    while (!replacements.empty()) {
        Result<Written> written = format.write(document, replacements);
        if (!written)
            return at(document.name, written.error());
        if (written->misread.empty())
            return std::move(written->splices);
        for (const std::size_t segment : written->misread)
            refused.push_back(misreadError(document, format, segment));
        std::erase_if(replacements, [&](const Replacement &replacement) {
            return std::binary_search(written->misread.begin(), written->misread.end(), replacement.segment);
        });
    }
    return std::vector<Splice>();
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

Result<std::string> archiveWith(const Document &document, const DocumentFormat &format, const std::vector<Splice> &splices)
{
    std::vector<ChangedPart> changed;
    for (const DocumentPart &part : document.parts) {
        if (const std::vector<Splice> inner = splicesWithin(part, splices); !inner.empty())
            changed.push_back({part.name, folded(spliced(std::string_view(document.text).substr(part.span.begin, part.span.length()), inner), format)});
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

// Whether its encoding is found again in these bytes.
bool keepsEncoding(const Document &document, const DocumentFormat &format, const std::string &bytes)
{
    const Result<DecodedText> again = decodedText(bytes, format.declaredEncoding ? format.declaredEncoding(bytes) : std::string(), document.name);
    return again && again->encoding == document.encoding;
}

// The bytes of a text file with that text. An encoding that was found by its letters only must be found again; one that a person chose never was.
Result<std::string> textFileWith(const Document &document, const DocumentFormat &format, std::string text)
{
    if (document.encoding == "UTF-8")
        return text;
    Result<std::string> bytes = encodedText(text, document.encoding, format.unencodable, document.name);
    if (!bytes)
        return bytes;
    if (const Result<void> verbatim = checkVerbatimText(document, text); !verbatim)
        return std::unexpected(verbatim.error());
    if (keepsEncoding(document, format, *bytes))
        return bytes;
    const Result<std::string> original = fileBytes(document);
    if (original && !keepsEncoding(document, format, *original))
        return bytes;
    return fail(ErrorCode::BadFormat, document.name, "seems to be in the encoding \"%1\", which nothing in it says, and with these translations it would not be found again; "
                "save the original as UTF-8", document.encoding);
}

// What a segment that was split or joined holds and its new place does not; a file says the same of what is new and of what is a draft.
std::optional<SegmentTarget> heldBesides(const Segment &segment, const Segment &place)
{
    if (!segment.redivided || (!segment.target && !place.target))
        return std::nullopt;
    if (!segment.target)
        return SegmentTarget({});
    const auto standing = [](const FileTarget &target) { return std::max(target.state, TranslationState::Draft); };
    const bool sameWords = place.target && showsTheSame(place.target->text, segment.target->text);
    if (sameWords && (standing(*place.target) == standing(*segment.target) || !withCodesOf(segment.source, segment.target->text)))
        return std::nullopt;   // a translation of the file whose tags nobody may write stays with its state
    return SegmentTarget(segment.target->text, segment.target->state);
}

Result<PartialExport> exportRedivided(const Document &document, const DocumentFormat &format, Targets targets)
{
    const Result<Document> anew = redividedDocument(document, format);
    if (!anew)
        return at(document.name, anew.error());
    std::vector<Error> refused;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!targets[i])
            targets[i] = heldBesides(document.segments[i], anew->segments[i]);
        if (!document.segments[i].redivided || !targets[i] || isBlank(targets[i]->text))
            continue;
        if (const auto good = withCodesOf(anew->segments[i].source, targets[i]->text); !good) {
            refused.push_back({good.error().code, placeOf(*anew, i), good.error().message, good.error().arguments});
            targets[i] = SegmentTarget({});   // the file has nothing for it
        }
    }
    Result<PartialExport> result = exportWhatFits(*anew, targets);
    if (result)
        result->refused.insert(result->refused.begin(), refused.begin(), refused.end());
    return result;
}

Result<std::string> fileWith(const Document &document, const DocumentFormat &format, const std::vector<Splice> &splices)
{
    if (splices.empty())
        return fileBytes(document);
    return format.parts ? archiveWith(document, format, splices) : textFileWith(document, format, folded(spliced(document.text, splices), format));
}

}  // namespace

Result<Document> readDocument(const std::filesystem::path &path, const std::string &language, const DocumentRules &rules)
{
    return read(path, language, rules, mostSegments + 1);
}

Result<Document> readBeginning(const std::filesystem::path &path, const std::string &language, std::size_t segments, const DocumentRules &rules)
{
    Result<Document> document = read(path, language, rules, std::min(segments, mostSegments));
    if (document && document->segments.size() > segments)
        document->segments.erase(document->segments.begin() + static_cast<std::ptrdiff_t>(segments), document->segments.end());
    return document;
}

Result<Document> parseDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name,
                               const DocumentRules &rules)
{
    const DocumentFormat *format = formatById(formatId);
    if (!format)
        return unknownFormat(name, formatId);
    return parse(std::move(bytes), formatUnder(*format, rules), language, name, rules, mostSegments + 1);
}

Result<Document> openDocument(std::string bytes, const std::string &formatId, const std::string &language, const std::string &name, const DocumentRules &rules)
{
    const DocumentFormat *format = formatById(formatId);
    if (!format)
        return unknownFormat(name, formatId);
    return open(std::move(bytes), formatUnder(*format, rules), language, name, rules);
}

Result<std::string> fileBytes(const Document &document)
{
    if (document.encoding.empty())
        return document.archive;
    const DocumentFormat *format = formatById(document.format);
    if (!format)
        return unknownFormat(document.name, document.format);
    return encodedText(folded(document.text, *format), document.encoding, Unencodable::Refuse, document.name);
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
    if (format->redivision && std::ranges::any_of(document.segments, &Segment::redivided))
        return exportRedivided(document, *format, targets);

    PartialExport result;
    const Result<std::vector<Splice>> splices = splicesFor(document, *format, targets, result.refused);
    if (!splices)
        return std::unexpected(splices.error());
    Result<std::string> bytes = fileWith(document, *format, *splices);
    if (!bytes)
        return std::unexpected(bytes.error());
    result.bytes = std::move(*bytes);
    return result;
}

}  // namespace interlinear::cat
