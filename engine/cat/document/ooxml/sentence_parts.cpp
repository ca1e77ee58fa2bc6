#include "engine/cat/document/ooxml/sentence_parts.h"

#include "engine/cat/document/xml/xml_text.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>

namespace interlinear::cat::ooxml {

namespace {

std::vector<std::size_t> shownContainers(const Paragraph &paragraph, std::size_t innermost)
{
    std::vector<std::size_t> shown;
    for (std::size_t container = innermost; container != none; container = paragraph.containers[container].parent) {
        if (paragraph.containers[container].shown)
            shown.push_back(container);
    }
    std::ranges::reverse(shown);
    return shown;
}

bool isText(const SentencePart &part)
{
    return part.atom->kind == AtomKind::Text;
}

bool isBlankText(const SentencePart &part, const std::string &text)
{
    const std::string characters = charactersOf(part, text);
    return leadingWhiteSpace(characters) == characters.size();
}

// White space looks like its neighbour's; what stands in a run of the text around it, such as a tab, does too.
void giveSpaceItsNeighboursFormat(std::vector<SentencePart> &parts, const std::string &text, const RunFormats &formats)
{
    std::optional<std::size_t> before;
    std::vector<SentencePart *> first;
    for (SentencePart &part : parts) {
        if (!isText(part))
            continue;
        const bool follows = isBlankText(part, text) && !formats[part.format].marksSpace;
        if (!follows) {
            before = part.format;
            for (SentencePart *blank : first)
                blank->format = part.format;
            first.clear();
        } else if (before && !formats[*before].marksSpace) {
            part.format = *before;
        } else if (!before) {
            first.push_back(&part);
        }
    }
}

std::vector<std::size_t> commonContainers(const std::vector<SentencePart> &parts)
{
    std::vector<std::size_t> common = parts.empty() ? std::vector<std::size_t>() : parts.front().containers;
    for (const SentencePart &part : parts) {
        const auto [end, ignored] = std::ranges::mismatch(common, part.containers);
        common.erase(end, common.end());
    }
    return common;
}

// By the innermost container beyond those around; none for text outside them.
std::map<std::size_t, std::vector<std::size_t>> formatsByContainer(const SentenceParts &sentence)
{
    std::map<std::size_t, std::vector<std::size_t>> formats;
    for (const SentencePart &part : sentence.parts) {
        if (isText(part))
            formats[part.containers.size() > sentence.around.size() ? part.containers.back() : none].push_back(part.format);
    }
    return formats;
}

void chooseFormats(SentenceParts &sentence, const RunFormats &formats)
{
    const std::map<std::size_t, std::vector<std::size_t>> found = formatsByContainer(sentence);
    std::vector<std::size_t> all;
    for (const auto &[container, inContainer] : found) {
        all.insert(all.end(), inContainer.begin(), inContainer.end());
        if (container != none)
            sentence.formats[container] = formats.plainest(inContainer);
    }
    const auto outside = found.find(none);
    if (!all.empty())
        sentence.base = formats.plainest(outside == found.end() ? all : outside->second);
}

}  // namespace

SentenceParts partsWithin(const Paragraph &paragraph, ByteSpan span, const std::string &text, const RunFormats &formats)
{
    SentenceParts sentence;
    const auto first = std::ranges::partition_point(paragraph.atoms, [&](const Atom &atom) { return atom.span.end <= span.begin; });
    for (auto atom = first; atom != paragraph.atoms.end() && atom->span.begin < span.end; ++atom) {
        if (atom->kind != AtomKind::Text && atom->kind != AtomKind::Item)
            continue;
        const ByteSpan cut{std::max(atom->span.begin, span.begin), std::min(atom->span.end, span.end)};
        sentence.parts.push_back({&*atom, cut, atom->format, shownContainers(paragraph, atom->container)});
    }
    giveSpaceItsNeighboursFormat(sentence.parts, text, formats);
    sentence.around = commonContainers(sentence.parts);
    chooseFormats(sentence, formats);
    return sentence;
}

std::string charactersOf(const SentencePart &part, const std::string &text)
{
    if (!part.atom->decoded.empty())
        return part.atom->decoded;
    const std::string raw = text.substr(part.span.begin, part.span.length());
    return part.atom->cdata ? raw : decodedXml(raw);
}

}  // namespace interlinear::cat::ooxml
