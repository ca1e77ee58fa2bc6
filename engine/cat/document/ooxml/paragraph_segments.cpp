#include "engine/cat/document/ooxml/paragraph_segments.h"

#include "engine/cat/document/ooxml/sentence_parts.h"
#include "engine/cat/document/ooxml/tagged_sentence.h"
#include "engine/cat/document/ooxml/text_pieces.h"
#include "engine/cat/segmentation/tagged_sentences.h"
#include "engine/cat/segmentation/white_space.h"

#include <algorithm>
#include <optional>

namespace interlinear::cat::ooxml {

namespace {

// Cells and chart labels of digits alone are numbers, not text.
bool isWorthTranslating(std::string_view text, Dialect dialect)
{
    const bool digitsCount = dialect == Dialect::Word || dialect == Dialect::Drawing;
    return digitsCount ? hasLetterOrDigit(text) : hasLetter(text);
}

// The characters and Items of a stretch, with tags for links but none for looks: what the rules of sentences are asked about.
InlineRun withoutLooks(SentenceParts stretch, const Paragraph &paragraph, const std::string &text, const RunFormats &formats)
{
    for (SentencePart &part : stretch.parts)
        part.format = stretch.base;
    stretch.formats.clear();
    return taggedSentence(stretch, paragraph, text, formats);
}

std::optional<ByteSpan> bytesOf(const InlineRun &run, const TaggedSentence &sentence)
{
    std::optional<ByteSpan> span;
    const auto reach = [&](ByteSpan more) {
        if (!more.empty())
            span = span ? ByteSpan{std::min(span->begin, more.begin), std::max(span->end, more.end)} : more;
    };
    if (!sentence.text.empty()) {
        reach(run.textOrigin[sentence.text.begin]);
        reach(run.textOrigin[sentence.text.end - 1]);
    }
    for (std::size_t i = sentence.firstTag; i < sentence.tagEnd; ++i)
        reach(run.tagOrigin[i]);
    return span;
}

// The span without the white space at the text's ends; empty where there is nothing else.
ByteSpan withoutSpace(const SentencePart &part, const std::string &text)
{
    InlineRun run;
    addCharacters(part, text, run);
    const std::string_view characters = run.content.text;
    const std::size_t begin = leadingWhiteSpace(characters);
    if (begin == characters.size())
        return {part.span.end, part.span.end};
    return {run.textOrigin[begin].begin, run.textOrigin[characters.size() - trailingWhiteSpace(characters) - 1].end};
}

// From the first to the last part that a sentence is made of.
ByteSpan core(const std::vector<SentencePart> &parts, const std::string &text)
{
    std::optional<ByteSpan> span;
    for (const SentencePart &part : parts) {
        const bool isText = part.atom->kind == AtomKind::Text;
        const ByteSpan here = isText ? withoutSpace(part, text) : part.span;
        if (here.empty() || (!isText && part.atom->loose))
            continue;
        span = span ? ByteSpan{span->begin, here.end} : here;
    }
    return span.value_or(ByteSpan{});
}

class ParagraphSegments {
public:
    ParagraphSegments(const Paragraph &paragraph, const std::string &text, const RunFormats &formats, SentenceBreaker &breaker, std::vector<Segment> &segments)
        : m_paragraph(paragraph), m_text(text), m_formats(formats), m_breaker(breaker), m_segments(segments)
    {
    }

    void append()
    {
        const std::size_t first = m_segments.size();
        const std::vector<Atom> &atoms = m_paragraph.atoms;
        for (std::size_t begin = 0; begin < atoms.size();) {
            std::size_t end = begin;
            while (end < atoms.size() && atoms[end].kind != AtomKind::Boundary)
                ++end;
            if (end > begin)
                appendStretch({atoms[begin].span.begin, atoms[end - 1].span.end});
            begin = end + 1;
        }
        for (const Atom &atom : atoms)
            appendValues(atom, first);
    }

private:
    void appendStretch(ByteSpan span)
    {
        const SentenceParts stretch = partsWithin(m_paragraph, span, m_text, m_formats);
        const InlineRun run = withoutLooks(stretch, m_paragraph, m_text, m_formats);
        for (const TaggedSentence &sentence : taggedSentences(run.content, m_breaker)) {
            if (const std::optional<ByteSpan> bytes = bytesOf(run, sentence))
                appendSentence(*bytes);
        }
    }

    void appendSentence(ByteSpan bytes)
    {
        const ByteSpan span = core(partsWithin(m_paragraph, bytes, m_text, m_formats).parts, m_text);
        if (span.empty())
            return;
        const SentenceParts sentence = partsWithin(m_paragraph, span, m_text, m_formats);
        std::optional<Segment> segment = wholeSegment(taggedSentence(sentence, m_paragraph, m_text, m_formats), 0);
        if (!segment || !isWorthTranslating(segment->source.text, m_paragraph.dialect))
            return;
        segment->facts = m_paragraph.facts;
        m_segments.push_back(std::move(*segment));
    }

    // The descriptions of a picture that stands in a sentence lie in the bytes of that sentence: they stay as they are.
    void appendValues(const Atom &atom, std::size_t firstSegment)
    {
        for (const ByteSpan value : atom.values) {
            const auto holds = [&](const Segment &segment) { return segment.span.overlaps(value); };
            if (std::none_of(m_segments.begin() + static_cast<std::ptrdiff_t>(firstSegment), m_segments.end(), holds))
                appendParagraph(valueParagraph(m_text, value, m_paragraph.facts), m_text, m_formats, m_breaker, m_segments);
        }
    }

    const Paragraph &m_paragraph;
    const std::string &m_text;
    const RunFormats &m_formats;
    SentenceBreaker &m_breaker;
    std::vector<Segment> &m_segments;
};

}  // namespace

void appendParagraph(const Paragraph &paragraph, const std::string &text, const RunFormats &formats, SentenceBreaker &breaker, std::vector<Segment> &segments)
{
    ParagraphSegments(paragraph, text, formats, breaker, segments).append();
}

}  // namespace interlinear::cat::ooxml
