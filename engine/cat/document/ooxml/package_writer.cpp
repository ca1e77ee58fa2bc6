#include "engine/cat/document/ooxml/package_writer.h"

#include "engine/cat/document/ooxml/part_facts.h"
#include "engine/cat/document/ooxml/part_scanner.h"
#include "engine/cat/document/ooxml/sentence_parts.h"
#include "engine/cat/document/ooxml/sentence_writer.h"
#include "engine/cat/document/ooxml/tagged_sentence.h"
#include "engine/cat/document/ooxml/text_pieces.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>

namespace interlinear::cat::ooxml {

namespace {

InlineRun charactersOf(const std::vector<SentencePart> &parts, const std::string &text)
{
    InlineRun run;
    for (const SentencePart &part : parts) {
        if (part.atom->kind == AtomKind::Text)
            addCharacters(part, text, run);
    }
    return run;
}

// Whether the sentence ends where the text does, or more sentences follow it.
bool beginsWithSentence(std::string_view text, std::string_view sentence)
{
    if (sentence.empty() || !text.starts_with(sentence))
        return false;
    const std::string_view rest = text.substr(sentence.size());
    const std::size_t space = leadingWhiteSpace(rest);
    return space == rest.size() || (space > 0 && std::string_view(".!?:;").find(sentence.back()) != std::string_view::npos);
}

ByteSpan allOf(const Paragraph &paragraph)
{
    return {paragraph.atoms.front().span.begin, paragraph.atoms.back().span.end};
}

}  // namespace

PackageWriter::PackageWriter(const Document &document, const std::vector<Replacement> &replacements)
    : m_document(document), m_replacements(replacements), m_formats(plainCharacterStyles(document)), m_written(replacements.size())
{
}

void PackageWriter::take(const DocumentPart &part)
{
    const PartKind kind = kindOfPart(std::string_view(m_document.text).substr(part.span.begin, part.span.length()));
    const auto first = std::ranges::partition_point(m_replacements, [&](const Replacement &r) { return r.span.begin < part.span.begin; });
    const bool isTouched = first != m_replacements.end() && first->span.begin < part.span.end;
    if (!isTouched && !(kind == PartKind::SmartArtPicture && !m_twins.empty()))
        return;
    forEachParagraph(m_document.text, {part.span, kind, {}}, m_formats, [&](const Paragraph &paragraph) {
        if (kind == PartKind::SmartArtPicture)
            takeTwin(paragraph);
        else
            takeParagraph(paragraph, kind);
    });
}

void PackageWriter::takeParagraph(const Paragraph &paragraph, PartKind kind)
{
    const std::vector<Atom> &atoms = paragraph.atoms;
    for (const Atom &atom : atoms) {
        for (const ByteSpan value : atom.values)
            takeStretch(valueParagraph(m_document.text, value, {}), value, kind);
    }
    for (std::size_t begin = 0; begin < atoms.size();) {
        std::size_t end = begin;
        while (end < atoms.size() && atoms[end].kind != AtomKind::Boundary)
            ++end;
        if (end > begin)
            takeStretch(paragraph, {atoms[begin].span.begin, atoms[end - 1].span.end}, kind);
        begin = end + 1;
    }
}

void PackageWriter::takeStretch(const Paragraph &paragraph, ByteSpan stretch, PartKind kind)
{
    auto next = std::ranges::partition_point(m_replacements, [&](const Replacement &r) { return r.span.begin < stretch.begin; });
    for (; next != m_replacements.end() && next->span.end <= stretch.end; ++next) {
        const std::size_t index = static_cast<std::size_t>(next - m_replacements.begin());
        if (m_written[index])
            continue;
        m_result.splices.push_back({next->span, writtenSentence(next->target, next->span, paragraph, m_document.text, m_formats)});
        m_written[index] = true;
        if (kind == PartKind::SmartArt) {
            const SentenceParts parts = partsWithin(paragraph, next->span, m_document.text, m_formats);
            m_twins.push_back({charactersOf(parts.parts, m_document.text).content.text, next->target.text});
        }
    }
}

// Sentence by sentence from the beginning; the first text of that wording that has no twin yet.
void PackageWriter::takeTwin(const Paragraph &paragraph)
{
    if (paragraph.atoms.empty())
        return;
    const InlineRun run = charactersOf(partsWithin(paragraph, allOf(paragraph), m_document.text, m_formats).parts, m_document.text);
    const std::string_view text = run.content.text;
    for (std::size_t at = leadingWhiteSpace(text); at < text.size();) {
        const auto fits = [&](const Twin &candidate) { return !candidate.used && beginsWithSentence(text.substr(at), candidate.source); };
        const auto twin = std::ranges::find_if(m_twins, fits);
        if (twin == m_twins.end())
            return;
        twin->used = true;
        const std::size_t behind = at + twin->source.size();
        const ByteSpan span{run.textOrigin[at].begin, run.textOrigin[behind - 1].end};
        m_result.splices.push_back({span, writtenSentence(TaggedText{twin->target, {}}, span, paragraph, m_document.text, m_formats)});
        at = behind + leadingWhiteSpace(text.substr(behind));
    }
}

Written PackageWriter::written()
{
    for (std::size_t i = 0; i < m_written.size(); ++i) {
        if (!m_written[i])
            m_result.misread.push_back(m_replacements[i].segment);
    }
    std::ranges::sort(m_result.splices, {}, [](const Splice &splice) { return splice.span.begin; });
    return std::move(m_result);
}

}  // namespace interlinear::cat::ooxml
