#include "engine/cat/memory/search/concordance.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/edits.h>
#include <unicode/stringoptions.h>

#include <deque>
#include <iterator>

namespace interlinear::cat {

namespace {

/// A text folded in case that knows where its bytes come from.
class FoldedText {
public:
    explicit FoldedText(std::string_view text)
    {
        icu::StringByteSink<std::string> sink(&m_text);
        icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, &m_edits, m_status);
    }

    const std::string &text() const { return m_text; }

    ByteSpan original(ByteSpan folded)
    {
        icu::Edits::Iterator edits = m_edits.getFineIterator();
        const auto begin = edits.sourceIndexFromDestinationIndex(static_cast<std::int32_t>(folded.begin), m_status);
        const auto end = edits.sourceIndexFromDestinationIndex(static_cast<std::int32_t>(folded.end), m_status);
        return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
    }

private:
    UErrorCode m_status = U_ZERO_ERROR;
    icu::Edits m_edits;
    std::string m_text;
};

std::vector<ByteSpan> foldedOccurrences(const std::string &foldedNeedle, std::string_view text)
{
    std::vector<ByteSpan> spans;
    if (foldedNeedle.empty())
        return spans;
    FoldedText folded(text);
    for (std::size_t at = folded.text().find(foldedNeedle); at != std::string::npos; at = folded.text().find(foldedNeedle, at + foldedNeedle.size()))
        spans.push_back(folded.original({at, at + foldedNeedle.size()}));
    return spans;
}

}  // namespace

std::vector<ByteSpan> occurrences(std::string_view needle, std::string_view text)
{
    return foldedOccurrences(FoldedText(needle).text(), text);
}

Result<std::vector<ConcordanceHit>> concordance(const Memory &memory, std::string_view text, std::size_t limit)
{
    const FoldedText needle(text);
    std::deque<ConcordanceHit> newest;
    const auto visit = [&](const Unit &unit) -> Result<void> {
        ConcordanceHit hit{{}, foldedOccurrences(needle.text(), unit.source.text), foldedOccurrences(needle.text(), unit.target.text)};
        if (hit.inSource.empty() && hit.inTarget.empty())
            return {};
        hit.unit = unit;
        newest.push_front(std::move(hit));
        if (newest.size() > limit)
            newest.pop_back();
        return {};
    };
    if (auto visited = memory.forEachUnit(visit); !visited)
        return std::unexpected(visited.error());
    return std::vector<ConcordanceHit>(std::make_move_iterator(newest.begin()), std::make_move_iterator(newest.end()));
}

}  // namespace interlinear::cat
