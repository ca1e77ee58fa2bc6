#include "engine/cat/terms/concept.h"

#include "engine/cat/terms/concept_rows.h"
#include "engine/core/utf8.h"

#include <QCryptographicHash>
#include <QUuid>

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringoptions.h>

#include <algorithm>
#include <array>
#include <map>

namespace interlinear::cat {

namespace {

constexpr std::array<const char *, 4> statusNames{"unknown", "preferred", "admitted", "forbidden"};

bool isLanguageTag(std::string_view tag)
{
    const auto isTagCharacter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
    const std::size_t primary = std::min(tag.find('-'), tag.size());
    return primary >= 2 && primary <= 8 && tag.back() != '-' && std::ranges::all_of(tag, isTagCharacter);
}

template <typename Visit>
void visitTexts(const std::vector<TermProperty> &properties, const Visit &visit)
{
    for (const TermProperty &property : properties) {
        for (const std::string *text : {&property.name, &property.value, &property.language, &property.target, &property.of})
            visit(*text);
    }
}

/// Every text that it has.
template <typename Visit>
void visitTexts(const Concept &entry, const Visit &visit)
{
    for (const std::string *text : {&entry.id, &entry.definition, &entry.author})
        visit(*text);
    for (const std::vector<std::string> *texts : {&entry.domains, &entry.notes})
        std::ranges::for_each(*texts, visit);
    visitTexts(entry.properties, visit);
    for (const Term &term : entry.terms) {
        for (const std::string *text : {&term.text, &term.language, &term.partOfSpeech, &term.gender, &term.usage, &term.author})
            visit(*text);
        std::ranges::for_each(term.forms, visit);
        visitTexts(term.properties, visit);
    }
}

Result<void> checkTexts(const Concept &entry)
{
    std::size_t bytes = 0;
    bool utf8 = true;
    visitTexts(entry, [&](const std::string &text) { bytes += text.size(); });
    if (bytes > longestConcept)
        return fail(ErrorCode::OutOfRange, "concept", "has %1 bytes; with all its terms and texts a concept may have %2", bytes, longestConcept);
    visitTexts(entry, [&](const std::string &text) { utf8 = utf8 && !firstInvalidUtf8(text); });
    if (!utf8)
        return fail(ErrorCode::NotUtf8, "concept " + entry.id, "has a text that is not UTF-8");
    return {};
}

Result<void> checkLookedFor(const std::string &text, const std::string &where)
{
    if (text.size() > longestTerm)
        return fail(ErrorCode::OutOfRange, where, "has %1 bytes; a term may have %2", text.size(), longestTerm);
    if (trimmed(text).empty())
        return fail(ErrorCode::InvalidArgument, where, "is empty; a term needs a text");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
        return fail(ErrorCode::InvalidArgument, where, "holds a tab, a line end or another control character; a term is one line of text");
    return {};
}

}  // namespace

std::string newConceptId()
{
    return "c-" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

std::string conceptIdFromContent(const Concept &entry)
{
    Concept content = entry;
    content.id.clear();
    content.createdMs = content.changedMs = 0;
    for (Term &term : content.terms)
        term.createdMs = term.changedMs = 0;
    const std::string bytes = serialised(content);
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    const QUuid space(QStringLiteral("5a0f1c1e-3f0b-4f4e-8a5b-7c2a5f6d1e90"));
    return "c-" + QUuid::createUuidV5(space, hash.result()).toString(QUuid::WithoutBraces).toStdString();
}

std::string statusName(TermStatus status)
{
    return statusNames[static_cast<std::size_t>(status)];
}

std::optional<TermStatus> statusFromName(std::string_view name)
{
    static const std::map<std::string, TermStatus, std::less<>> known{
        {"unknown", TermStatus::Unknown},          {"", TermStatus::Unknown},
        {"preferred", TermStatus::Preferred},      {"approved", TermStatus::Preferred},
        {"standard", TermStatus::Preferred},       {"standardized", TermStatus::Preferred},
        {"legal", TermStatus::Preferred},          {"regulated", TermStatus::Preferred},
        {"admitted", TermStatus::Admitted},        {"allowed", TermStatus::Admitted},
        {"forbidden", TermStatus::Forbidden},      {"deprecated", TermStatus::Forbidden},
        {"superseded", TermStatus::Forbidden},     {"obsolete", TermStatus::Forbidden},
        {"rejected", TermStatus::Forbidden},       {"prohibited", TermStatus::Forbidden},
        {"notrecommended", TermStatus::Forbidden},
    };
    std::string key = asciiLowerCase(trimmed(name));
    for (const std::string_view ending : {"-admn-sts", "term"}) {
        if (key.ends_with(ending))
            key.resize(key.size() - ending.size());
    }
    std::erase_if(key, [](char c) { return c == ' ' || c == '-' || c == '_'; });
    const auto found = known.find(key);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

bool isAllowed(TermStatus status)
{
    return status != TermStatus::Forbidden;
}

std::string primaryLanguageOf(std::string_view tag)
{
    return asciiLowerCase(tag.substr(0, tag.find_first_of("-_")));
}

bool sameLanguage(std::string_view a, std::string_view b)
{
    return primaryLanguageOf(a) == primaryLanguageOf(b);
}

std::string foldedTerm(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    std::string folded, composed;
    icu::StringByteSink<std::string> toFolded(&folded), toComposed(&composed);
    icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), toFolded, nullptr, status);
    if (U_SUCCESS(status))
        nfc->normalizeUTF8(0, icu::StringPiece(folded), toComposed, nullptr, status);
    return U_SUCCESS(status) ? composed : std::string(text);
}

Result<void> checkConcept(const Concept &entry)
{
    if (entry.id.empty())
        return fail(ErrorCode::InvalidArgument, "concept", "has no id");
    if (auto good = checkTexts(entry); !good)
        return good;
    if (entry.terms.empty())
        return fail(ErrorCode::InvalidArgument, "concept " + entry.id, "has no term; expected one at least");
    for (const Term &term : entry.terms) {
        if (auto good = checkLookedFor(term.text, "term of concept " + entry.id); !good)
            return good;
        if (!isLanguageTag(term.language))
            return fail(ErrorCode::UnknownLanguage, "term \"" + term.text + '"', "\"%1\" is no language tag; expected one such as en or de-AT", term.language);
        for (const std::string &form : term.forms) {
            if (auto good = checkLookedFor(form, "form of the term \"" + term.text + '"'); !good)
                return good;
        }
    }
    return {};
}

}  // namespace interlinear::cat
