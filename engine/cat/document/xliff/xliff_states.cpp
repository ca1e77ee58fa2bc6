#include "engine/cat/document/xliff/xliff_states.h"

#include "engine/cat/document/splice.h"
#include "engine/cat/document/xliff/xliff_scan.h"
#include "engine/cat/document/xml/xml_cursor.h"
#include "engine/cat/document/xml/xml_text.h"

#include <algorithm>
#include <span>

namespace interlinear::cat {

namespace {

using Attributes = std::vector<XmlAttribute>;

struct Word {
    std::string_view word;
    TranslationState state;
    bool needsWork = false;
    bool machine = false;
};

// Of several words for one state, the first is written.
constexpr Word words1[] = {{"new", TranslationState::New},
                           {"needs-translation", TranslationState::New},
                           {"needs-review-translation", TranslationState::Draft},
                           {"needs-review-l10n", TranslationState::Draft},
                           {"needs-review-adaptation", TranslationState::Draft},
                           {"needs-l10n", TranslationState::Draft},
                           {"needs-adaptation", TranslationState::Draft},
                           {"translated", TranslationState::Translated},
                           {"signed-off", TranslationState::Reviewed},
                           {"final", TranslationState::Final}};
constexpr Word words2[] = {{"initial", TranslationState::New},
                           {"initial", TranslationState::Draft},
                           {"translated", TranslationState::Translated},
                           {"reviewed", TranslationState::Reviewed},
                           {"final", TranslationState::Final}};
constexpr Word wordsOfSdl[] = {{"Draft", TranslationState::Draft},
                               {"RejectedTranslation", TranslationState::Draft, true},
                               {"RejectedSignOff", TranslationState::Draft, true},
                               {"Translated", TranslationState::Translated},
                               {"ApprovedTranslation", TranslationState::Reviewed},
                               {"ApprovedSignOff", TranslationState::Final}};
constexpr Word wordsOfMemoQ[] = {{"NotStarted", TranslationState::New},
                                 {"PartiallyEdited", TranslationState::Draft},
                                 {"Edited", TranslationState::Draft},
                                 {"Pretranslated", TranslationState::Draft},
                                 {"AssembledFromFragments", TranslationState::Draft},
                                 {"MachineTranslated", TranslationState::Draft, false, true},
                                 {"Rejected", TranslationState::Draft, true},
                                 {"ManuallyConfirmed", TranslationState::Translated},
                                 {"TranslatorConfirmed", TranslationState::Translated},
                                 {"Reviewer1Confirmed", TranslationState::Reviewed},
                                 {"Proofread", TranslationState::Final},
                                 {"Reviewer2Confirmed", TranslationState::Final}};
constexpr Word wordsOfPhrase[] = {{"0", TranslationState::Draft},
                                  {"0", TranslationState::New},
                                  {"1", TranslationState::Translated},
                                  {"1", TranslationState::Reviewed},
                                  {"1", TranslationState::Final},
                                  {"false", TranslationState::Draft},
                                  {"true", TranslationState::Translated}};

// The attribute that states it, and its words.
struct Wording {
    std::string attribute;
    std::span<const Word> words;
};

Wording wordingOf(const XliffFile &file)
{
    const std::string prefix = std::string(file.dialectPrefix) + ":";
    switch (file.dialect) {
    case XliffDialect::Sdl:
        return {"conf", wordsOfSdl};
    case XliffDialect::MemoQ:
        return {prefix + "status", wordsOfMemoQ};
    case XliffDialect::Phrase:
        return {prefix + "confirmed", wordsOfPhrase};
    case XliffDialect::None:
        break;
    }
    return {"state", file.version2 ? std::span<const Word>(words2) : std::span<const Word>(words1)};
}

Attributes attributesAt(std::string_view text, ByteSpan startTag)
{
    XmlCursor cursor(text.substr(0, startTag.end), startTag.begin);
    cursor.next();
    return cursor.attributes();
}

const Word *wordFor(std::span<const Word> words, std::string_view said)
{
    const auto found = std::ranges::find(words, said, &Word::word);
    return found == words.end() ? nullptr : &*found;
}

// Where nothing is said of a translation that is there.
TranslationState unsaidState(const XliffFile &file, const XliffUnit &unit)
{
    if (file.version2)
        return TranslationState::New;   // the default of the attribute
    if (file.dialect != XliffDialect::None)
        return TranslationState::Draft;
    const std::string_view approved = rawValueOf(attributesAt(file.text, unit.startTag), "approved");
    return approved == "yes" ? TranslationState::Reviewed : approved == "no" ? TranslationState::Draft : TranslationState::Translated;
}

bool isLocked(const XliffFile &file, const Attributes &attributes)
{
    if (file.dialect == XliffDialect::None)
        return false;
    const std::string_view locked = rawValueOf(attributes, file.dialect == XliffDialect::Sdl ? "locked" : std::string(file.dialectPrefix) + ":locked");
    return !locked.empty() && locked != "false" && locked != "no" && locked != "0" && locked != "unlocked";
}

void noteOrigin(const XliffFile &file, const Attributes &attributes, FileTarget &target)
{
    const std::string_view qualifier = rawValueOf(attributes, file.dialect == XliffDialect::Sdl ? "origin" : "state-qualifier");
    target.machine = target.machine || qualifier == "mt-suggestion" || qualifier == "leveraged-mt" || qualifier == "mt" || qualifier == "nmt";
    target.propagated = qualifier == "auto-propagated";
    target.needsWork = target.needsWork || qualifier.starts_with("rejected-");
}

}  // namespace

XliffStatus statusOf(const XliffFile &file, const XliffUnit &unit, const XliffPlace &place)
{
    const Attributes attributes = place.statement ? attributesAt(file.text, *place.statement) : Attributes();
    const Wording wording = wordingOf(file);
    const std::string_view said = rawValueOf(attributes, wording.attribute);
    const Word *word = wordFor(wording.words, said);
    XliffStatus status;
    status.said = !said.empty();
    status.target.state = word ? word->state : status.said ? TranslationState::Draft : unsaidState(file, unit);
    status.target.needsWork = word && word->needsWork;
    status.target.machine = word && word->machine;
    if (!file.version2)
        noteOrigin(file, attributes, status.target);
    status.locked = !unit.translate || isLocked(file, attributes);
    return status;
}

bool usesStates(const XliffFile &file)
{
    const std::string element = std::string(file.prefix) + (file.version2 ? "segment" : "target");
    for (std::size_t at = file.text.find("state"); at != std::string_view::npos; at = file.text.find("state", at + 1)) {
        const std::size_t tag = file.text.rfind('<', at);
        const bool inTag = tag != std::string_view::npos && file.text.find('>', tag) > at && file.text.substr(tag + 1).starts_with(element);
        if (inTag && !rawValueOf(attributesAt(file.text, {tag, file.text.find('>', at) + 1}), "state").empty())
            return true;
    }
    return false;
}

std::vector<XliffAttributeChange> stateChanges(const XliffFile &file, std::string_view startTag, TranslationState state)
{
    const Attributes attributes = attributesAt(startTag, {0, startTag.size()});
    const Wording wording = wordingOf(file);
    const std::string_view said = rawValueOf(attributes, wording.attribute);
    const Word *before = wordFor(wording.words, said);
    const auto after = std::ranges::find(wording.words, state, &Word::state);
    std::vector<XliffAttributeChange> changes;
    if (file.version2 && said.empty() && state < TranslationState::Translated)
        return {};   // "initial" is what no state says
    if (after == wording.words.end())
        changes.push_back({wording.attribute, std::nullopt});
    else if (!before || (before->state != state && before->word != after->word))
        changes.push_back({wording.attribute, std::string(after->word)});
    if (file.version2 && !changes.empty())
        changes.push_back({"subState", std::nullopt});
    if (file.dialect == XliffDialect::None && !file.version2)
        changes.push_back({"state-qualifier", std::nullopt});
    if (file.dialect == XliffDialect::Sdl) {
        for (const char *match : {"percent", "origin-system", "text-match", "struct-match"})
            changes.push_back({match, std::nullopt});
        if (!rawValueOf(attributes, "origin").empty())
            changes.push_back({"origin", "interactive"});
    }
    return changes;
}

std::vector<XliffAttributeChange> approvalChanges(std::string_view startTag, TranslationState state)
{
    const std::string_view approved = rawValueOf(attributesAt(startTag, {0, startTag.size()}), "approved");
    const std::string now = state >= TranslationState::Reviewed ? "yes" : "no";
    if (approved.empty() || approved == now)
        return {};
    return {{"approved", now}};
}

std::string changedTag(std::string_view startTag, const std::vector<XliffAttributeChange> &changes)
{
    const Attributes attributes = attributesAt(startTag, {0, startTag.size()});
    const std::size_t end = startTag.size() - (startTag.ends_with("/>") ? 2 : 1);
    std::vector<Splice> splices;
    std::string added;
    for (const XliffAttributeChange &change : changes) {
        const auto found = std::ranges::find(attributes, change.name, &XmlAttribute::name);
        if (found == attributes.end())
            added += change.value ? " " + change.name + "=\"" + xmlAttribute(*change.value) + "\"" : std::string();
        else if (change.value)
            splices.push_back({found->value, xmlAttribute(*change.value)});
        else
            splices.push_back({found->span, ""});
    }
    std::ranges::sort(splices, {}, [](const Splice &splice) { return splice.span.begin; });
    const std::size_t last = attributes.empty() ? end : attributes.back().span.end;
    splices.push_back({{last, last}, added});
    return spliced(startTag, splices);
}

}  // namespace interlinear::cat
