#include "engine/cat/document/matching_tags.h"
#include "engine/cat/document/outer_breaks.h"
#include "engine/cat/document/ts/ts.h"
#include "engine/cat/document/ts/ts_messages.h"
#include "engine/cat/document/ts/ts_text.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <map>

namespace interlinear::cat {

namespace {

// What stands around a text: the white space and breaks of its message.
struct OuterSpace {
    std::string before;
    std::string behind;
};

OuterSpace outerSpace(std::string_view file, ByteSpan content)
{
    const InlineRun inner = withoutOuterBreaks(tsRun(file, content));
    std::vector<ByteSpan> origins = inner.tagOrigin;
    if (!inner.textOrigin.empty())
        origins.insert(origins.end(), {inner.textOrigin[0], inner.textOrigin[inner.textOrigin.size() - 1]});
    const bool hasSections = file.substr(content.begin, content.length()).find("<![") != std::string_view::npos;
    if (origins.empty() || hasSections)
        return {};
    const std::size_t begin = std::ranges::min(origins, {}, &ByteSpan::begin).begin;
    const std::size_t end = std::ranges::max(origins, {}, &ByteSpan::end).end;
    return {std::string(file.substr(content.begin, begin - content.begin)), std::string(file.substr(end, content.end - end))};
}

bool isSpace(std::string_view text)
{
    return leadingWhiteSpace(text) == text.size();
}

// Whether Qt finds the target's placeholders in the spelled text, and none that the source has not.
bool readsBack(const std::string &spelled, const TaggedText &target, const TaggedText &source)
{
    const InlineRun run = tsRun(spelled, {0, spelled.size()});
    return !hasStrangeTag(source, run.content) && keepsTags(source, target, run.content);
}

using Replacements = std::map<std::size_t, const Replacement *>;   // by place

class TsWriter {
public:
    explicit TsWriter(const Document &document)
        : m_document(document), m_text(document.text), m_catalog(tsMessages(m_text)), m_spelling(spellingOf(m_text, m_catalog))
    {
    }

    Written write(const std::vector<Replacement> &replacements)
    {
        for (auto replacement = replacements.begin(); replacement != replacements.end();) {
            const TsMessage &message = m_catalog.messages[messageOf(*replacement)];
            Replacements ofMessage;
            for (; replacement != replacements.end() && &m_catalog.messages[messageOf(*replacement)] == &message; ++replacement)
                ofMessage[placeOf(message, *replacement)] = &*replacement;
            writeMessage(message, ofMessage);
        }
        return std::move(m_written);
    }

private:
    // Segments have the message's number as their paragraph, and its places in their order.
    std::size_t messageOf(const Replacement &replacement) const { return m_document.segments[replacement.segment].paragraph; }

    std::size_t placeOf(const TsMessage &message, const Replacement &replacement) const
    {
        std::size_t first = replacement.segment;
        while (first > 0 && m_document.segments[first - 1].paragraph == m_document.segments[first].paragraph)
            --first;
        return std::min(replacement.segment - first, message.places.size() - 1);
    }

    bool hasText(const TsPlace &place) const { return !place.missing && !isSpace(m_text.substr(place.content.begin, place.content.length())); }

    // A form that is not replaced stays as finished as it was; a message with forms that were missing has none of its own to say so.
    bool staysUnfinished(const TsMessage &message, const Replacements &replacements) const
    {
        bool wasComplete = true;
        bool isComplete = true;
        bool others = false;
        for (std::size_t i = 0; i < message.places.size(); ++i) {
            const auto replacement = replacements.find(i);
            const bool hadText = hasText(message.places[i]);
            wasComplete &= hadText;
            others |= replacement == replacements.end();
            if (replacement == replacements.end()) {
                isComplete &= hadText;
                continue;
            }
            isComplete &= !replacement->second->target.empty();
            if (replacement->second->state && *replacement->second->state < TranslationState::Translated)
                return true;
        }
        const bool becomesIncomplete = !isComplete && (message.unfinished || wasComplete);
        return becomesIncomplete || (message.unfinished && others && wasComplete);
    }

    void writeMessage(const TsMessage &message, const Replacements &replacements)
    {
        const bool unfinished = staysUnfinished(message, replacements);
        const std::size_t name = message.translation.begin + std::string_view("<translation").size();
        const bool isElement = message.places.size() == 1 && message.places[0].element == message.translation;
        if (isElement) {
            writeElement(message, *replacements.begin()->second, unfinished);
            return;
        }
        if (unfinished && message.type.empty())
            m_written.splices.push_back({{name, name}, " type=\"unfinished\""});
        else if (!unfinished && message.unfinished)
            m_written.splices.push_back({message.type, {}});
        writePlaces(message, replacements);
    }

    // The start tag with the attribute or without it.
    std::string startTag(const TsMessage &message, bool unfinished) const
    {
        const TsPlace &place = message.places.front();
        const bool selfClosing = place.content.begin == place.element.end;
        const std::size_t name = place.element.begin + std::string_view("<translation").size();
        const std::size_t end = place.content.begin - (selfClosing ? 2 : 1);
        std::string attributes(m_text.substr(name, end - name));
        if (!unfinished && message.unfinished)
            attributes.erase(message.type.begin - name, message.type.length());
        else if (unfinished && message.type.empty())
            attributes.insert(0, " type=\"unfinished\"");
        while (!attributes.empty() && attributes.back() == ' ')
            attributes.pop_back();
        return "<translation" + attributes + ">";
    }

    void writeElement(const TsMessage &message, const Replacement &replacement, bool unfinished)
    {
        const TsPlace &place = message.places.front();
        const bool selfClosing = place.content.begin == place.element.end;
        const std::string end = selfClosing ? "</translation>" : std::string(m_text.substr(place.content.end, place.element.end - place.content.end));
        m_written.splices.push_back({place.element, startTag(message, unfinished) + spelledTarget(message, place, replacement) + end});
    }

    void writePlaces(const TsMessage &message, const Replacements &replacements)
    {
        std::string missing;
        ByteSpan at;
        std::size_t last = 0;
        for (const auto &[index, replacement] : replacements) {
            const TsPlace &place = message.places[index];
            if (place.missing)
                last = index;
            else if (place.content.begin == place.element.end)
                m_written.splices.push_back({place.element, opened(place) + spelledTarget(message, place, *replacement) + closed(place)});
            else
                m_written.splices.push_back({place.content, spelledTarget(message, place, *replacement)});
        }
        for (std::size_t i = 0; i <= last; ++i) {
            const TsPlace &place = message.places[i];
            if (!place.missing)
                continue;
            const auto replacement = replacements.find(i);
            const std::string text = replacement == replacements.end() ? std::string() : spelledTarget(message, place, *replacement->second);
            missing += m_spelling.lineEnd + "            <numerusform>" + text + "</numerusform>";
            at = place.element;
        }
        if (!missing.empty())
            m_written.splices.push_back({at, missing + (isFirst(message) ? m_spelling.lineEnd + "        " : std::string())});
    }

    // Whether the message has no form yet.
    static bool isFirst(const TsMessage &message) { return message.places.front().missing; }

    // Of an element that closes itself.
    std::string opened(const TsPlace &place) const
    {
        std::string tag(m_text.substr(place.element.begin, place.element.length() - 2));
        while (tag.ends_with(' '))
            tag.pop_back();
        return tag + ">";
    }

    std::string closed(const TsPlace &place) const
    {
        const std::string_view tag = m_text.substr(place.element.begin + 1, place.element.length() - 1);
        return "</" + std::string(tag.substr(0, tag.find_first_of(" \t\r\n/>"))) + ">";
    }

    std::string spelledTarget(const TsMessage &message, const TsPlace &place, const Replacement &replacement)
    {
        const TaggedText target = withoutOuterBreaks(replacement.target);
        if (target.empty())
            return {};
        std::string spelled;
        std::size_t at = 0;
        for (const InlineTag &tag : target.tags) {
            spelled += spelledTs(std::string_view(target.text).substr(at, tag.offset - at), m_spelling) + tag.code;
            at = tag.offset;
        }
        spelled += spelledTs(std::string_view(target.text).substr(at), m_spelling);
        if (!readsBack(spelled, target, m_document.segments[replacement.segment].source))
            m_written.misread.push_back(replacement.segment);
        const OuterSpace space = outerSpace(m_text, hasText(place) ? place.content : message.source);
        return space.before + spelled + space.behind;
    }

    const Document &m_document;
    std::string_view m_text;
    TsCatalog m_catalog;
    TsSpelling m_spelling;
    Written m_written;
};

}  // namespace

Result<Written> writeTs(const Document &document, const std::vector<Replacement> &replacements)
{
    return TsWriter(document).write(replacements);
}

}  // namespace interlinear::cat
