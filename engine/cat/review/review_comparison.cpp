#include "engine/cat/review/review_comparison.h"

#include "engine/cat/document/target_text.h"
#include "engine/cat/project/file_content.h"
#include "engine/cat/review/review_text.h"

#include <algorithm>
#include <set>

namespace interlinear::cat {

namespace {

struct SentRow {
    ReviewRowId id;
    const SegmentWrite *sent = nullptr;
};

/// Nothing for a row that never went out.
std::optional<SentRow> sentRow(const ReviewRow &row, const ReviewGround &ground)
{
    std::optional<ReviewRowId> id = rowIdFromText(row.id);
    const auto review = id ? ground.reviews.find(id->review) : ground.reviews.end();
    if (review == ground.reviews.end() || id->row > review->second.size())
        return std::nullopt;
    const SegmentWrite &sent = review->second[id->row - 1];
    return SentRow{std::move(*id), &sent};
}

bool saysTheSame(const ReviewRow &a, const ReviewRow &b)
{
    return isSameReviewText(a.source, b.source) && isSameReviewText(a.target, b.target) && a.state == b.state;
}

bool isOpen(TranslationState state)
{
    return state == TranslationState::New || state == TranslationState::Draft;
}

/// The state that the reviewer gave; nothing where it is what went out.
std::optional<SegmentState> statedState(const ReviewRow &row, SegmentState sent)
{
    const TranslationState before = stateForFile(sent);
    if (!row.state || *row.state == before || (isOpen(*row.state) && isOpen(before)))
        return std::nullopt;
    switch (*row.state) {
    case TranslationState::New:
    case TranslationState::Draft:
        return SegmentState::Draft;
    case TranslationState::Translated:
        return SegmentState::Confirmed;
    case TranslationState::Reviewed:
    case TranslationState::Final:
        return SegmentState::Reviewed;
    }
    return std::nullopt;
}

/// One row against what went out and what is here.
class RowComparison {
public:
    RowComparison(const ReviewRow &row, const SentRow &sent, const ReviewedSegment &ours, const ReviewSettings &settings, RowReport &report)
        : m_row(row), m_sent(sent), m_ours(ours), m_settings(settings), m_report(report)
    {
    }

    void run()
    {
        const SegmentContent &now = m_ours.segment.content;
        const bool sameAsSent = isSameReviewText(m_row.target, m_sent.sent->content.target);
        const bool sameAsNow = isSameReviewText(m_row.target, now.target);
        const bool changedHere = !isSameReviewText(now.target, m_sent.sent->content.target);
        m_report.after = now;
        if (!sameAsSent && !sameAsNow)
            return takeTarget(changedHere);
        if (sameAsNow && !isLocked())   // else another text was reviewed than the one that is here
            m_report.after.state = stateAfter();
        m_report.outcome = m_report.after == now ? RowOutcome::Unchanged : RowOutcome::Changed;
    }

private:
    bool isLocked() const { return m_ours.segment.content.state == SegmentState::Locked || m_ours.segment.segment.facts.locked; }

    void takeTarget(bool changedHere)
    {
        m_report.after.target = m_row.target;
        m_report.after.origin = {};
        if (isLocked()) {
            m_report.outcome = RowOutcome::Locked;
            return;
        }
        if (isBlank(m_row.target)) {
            m_report.after.target = {};
        } else if (Result<TaggedText> target = withCodesOf(m_ours.segment.segment.source, m_row.target)) {
            m_report.after.target = std::move(*target);
        } else {
            m_report.outcome = RowOutcome::TagsDamaged;
            m_report.problem = target.error();
            return;
        }
        m_report.after.state = stateAfter();
        m_report.outcome = changedHere && !m_settings.overwrite ? RowOutcome::Conflict : RowOutcome::Changed;
    }

    SegmentState stateAfter() const
    {
        const TaggedText &target = m_report.after.target;
        const SegmentState now = m_ours.segment.content.state;
        const bool touched = target != m_ours.segment.content.target;
        if (isBlank(target))
            return touched ? SegmentState::New : now;
        const std::optional<SegmentState> stated
            = m_settings.markReviewed ? std::optional(SegmentState::Reviewed) : statedState(m_row, m_sent.sent->content.state);
        if (stated && (target.isWellFormed() || !isDone(*stated)))
            return *stated;
        return touched && (now == SegmentState::New || now == SegmentState::Machine) ? SegmentState::Draft : now;
    }

    const ReviewRow &m_row;
    const SentRow &m_sent;
    const ReviewedSegment &m_ours;
    const ReviewSettings &m_settings;
    RowReport &m_report;
};

/// All rows.
class TableComparison {
public:
    TableComparison(const ReviewTable &table, const ReviewGround &ground, const ReviewSettings &settings)
        : m_table(table)
        , m_ground(ground)
        , m_settings(settings)
    {
    }

    ReviewReport run()
    {
        for (const ReviewRow &row : m_table.rows) {
            m_sent.push_back(sentRow(row, m_ground));
            if (m_sent.back())
                m_places[m_sent.back()->sent->id].push_back(m_sent.size() - 1);
        }
        for (std::size_t i = 0; i < m_table.rows.size(); ++i)
            m_report.rows.push_back(compare(i));
        markMoved();
        addMissing();
        m_report.stray = m_table.stray;
        for (const RowReport &row : m_report.rows)
            m_report.notes += becomesNotes(row) ? row.comments.size() : 0;
        return std::move(m_report);
    }

private:
    RowReport compare(std::size_t place)
    {
        const ReviewRow &row = m_table.rows[place];
        const std::optional<SentRow> &sent = m_sent[place];
        RowReport report{.place = place + 1, .document = row.document, .number = row.number, .source = row.source};
        report.tracked = row.tracked;
        report.comments = row.comments;
        report.after.target = row.target;
        if (!sent) {
            report.outcome = RowOutcome::Unknown;
            return report;
        }
        report.segment = sent->sent->id;
        const auto found = m_ground.segments.find(report.segment);
        if (found == m_ground.segments.end()) {
            report.outcome = RowOutcome::SourceChanged;
            report.before = sent->sent->content;
            return report;
        }
        const ReviewedSegment &ours = found->second;
        report.document = ours.document;
        report.number = ours.number;
        report.source = ours.segment.segment.source;
        report.before = ours.segment.content;
        report.comments = newComments(row.comments, ours.segment);
        if (!isSameReviewText(row.source, report.source))
            report.theirSource = row.source;
        report.outcome = clashOf(place, *sent, ours);
        if (report.outcome == RowOutcome::Unchanged)
            RowComparison(row, *sent, ours, m_settings, report).run();
        return report;
    }

    /// Of the comments, those that neither the segment nor another row has.
    std::vector<ReviewComment> newComments(const std::vector<ReviewComment> &comments, const ProjectSegment &segment)
    {
        std::set<std::string> &known = m_said[segment.id];
        const auto note = [&](const ReviewComment &comment) {
            known.insert(reviewText({comment.text, {}}).text);
            known.insert(reviewText({commentLine(comment), {}}).text);
        };
        std::ranges::for_each(commentsOn(segment), note);
        std::vector<ReviewComment> fresh;
        for (const ReviewComment &comment : comments) {
            if (known.contains(reviewText({comment.text, {}}).text) || known.contains(reviewText({commentLine(comment), {}}).text))
                continue;
            fresh.push_back(comment);
            note(comment);
        }
        return fresh;
    }

    /// What forbids looking at the target; Unchanged for nothing.
    RowOutcome clashOf(std::size_t place, const SentRow &sent, const ReviewedSegment &ours) const
    {
        const ReviewRow &row = m_table.rows[place];
        const std::vector<std::size_t> &places = m_places.at(sent.sent->id);
        const bool agree = std::ranges::all_of(places, [&](std::size_t other) { return saysTheSame(m_table.rows[other], row); });
        if (!agree)
            return RowOutcome::Doubled;
        if (place != places.front())
            return RowOutcome::Repeated;
        if (sent.id.digest != reviewDigest(row.source))
            return RowOutcome::SourceEdited;
        return sent.id.digest == reviewDigest(ours.segment.segment.source) ? RowOutcome::Unchanged : RowOutcome::SourceChanged;
    }

    /// Rows that stand where they went out are the longest rising sequence; the others moved.
    void markMoved()
    {
        std::map<std::string, std::vector<std::size_t>> sequences;   // places, by review
        for (std::size_t i = 0; i < m_sent.size(); ++i) {
            if (m_sent[i] && m_report.rows[i].outcome != RowOutcome::Repeated && m_places.at(m_sent[i]->sent->id).front() == i)
                sequences[m_sent[i]->id.review].push_back(i);
        }
        for (const auto &[review, places] : sequences)
            markMoved(places);
    }

    void markMoved(const std::vector<std::size_t> &places)
    {
        std::vector<std::size_t> ends;                        // [length - 1]: index into places of the least end of a rising sequence
        std::vector<std::optional<std::size_t>> before(places.size());
        const auto rowAt = [&](std::size_t index) { return m_sent[places[index]]->id.row; };
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto spot = std::ranges::lower_bound(ends, rowAt(i), {}, rowAt);
            if (spot != ends.begin())
                before[i] = *std::prev(spot);
            if (spot == ends.end())
                ends.push_back(i);
            else
                *spot = i;
        }
        for (const std::size_t place : places)
            m_report.rows[place].moved = true;
        for (std::optional<std::size_t> i = ends.empty() ? std::nullopt : std::optional(ends.back()); i; i = before[*i])
            m_report.rows[places[*i]].moved = false;
    }

    /// Of the reviews that the file is of.
    void addMissing()
    {
        std::set<std::string> reviews;
        for (const std::optional<SentRow> &sent : m_sent) {
            if (sent)
                reviews.insert(sent->id.review);
        }
        for (const std::string &review : reviews) {
            for (const SegmentWrite &sent : m_ground.reviews.at(review)) {
                if (!m_places.contains(sent.id))
                    m_report.rows.push_back(missing(sent));
            }
        }
    }

    RowReport missing(const SegmentWrite &sent) const
    {
        RowReport report{.outcome = RowOutcome::Missing, .segment = sent.id};
        report.before = report.after = sent.content;
        if (const auto ours = m_ground.segments.find(sent.id); ours != m_ground.segments.end()) {
            report.document = ours->second.document;
            report.number = ours->second.number;
            report.source = ours->second.segment.segment.source;
            report.before = report.after = ours->second.segment.content;
        }
        return report;
    }

    const ReviewTable &m_table;
    const ReviewGround &m_ground;
    const ReviewSettings &m_settings;
    std::vector<std::optional<SentRow>> m_sent;                     // [row of the file]
    std::map<std::int64_t, std::vector<std::size_t>> m_places;      // rows of the file, by segment
    std::map<std::int64_t, std::set<std::string>> m_said;           // comments, by segment
    ReviewReport m_report;
};

}  // namespace

const char *rowOutcomeName(RowOutcome outcome)
{
    switch (outcome) {
    case RowOutcome::Unchanged:
        return "unchanged";
    case RowOutcome::Changed:
        return "changed";
    case RowOutcome::Repeated:
        return "repeated";
    case RowOutcome::Missing:
        return "missing";
    case RowOutcome::Conflict:
        return "conflict";
    case RowOutcome::SourceEdited:
        return "source-edited";
    case RowOutcome::SourceChanged:
        return "source-changed";
    case RowOutcome::TagsDamaged:
        return "tags-damaged";
    case RowOutcome::Locked:
        return "locked";
    case RowOutcome::Doubled:
        return "doubled";
    case RowOutcome::Unknown:
        return "unknown";
    }
    return "";
}

bool isRefused(RowOutcome outcome)
{
    return outcome != RowOutcome::Unchanged && outcome != RowOutcome::Changed && outcome != RowOutcome::Repeated && outcome != RowOutcome::Missing;
}

bool becomesNotes(const RowReport &row)
{
    return row.outcome != RowOutcome::Unknown && row.outcome != RowOutcome::SourceEdited;
}

std::size_t ReviewReport::count(RowOutcome outcome) const
{
    return static_cast<std::size_t>(std::ranges::count(rows, outcome, &RowReport::outcome));
}

std::size_t ReviewReport::refused() const
{
    return static_cast<std::size_t>(std::ranges::count_if(rows, isRefused, &RowReport::outcome));
}

std::vector<ReviewComment> commentsOn(const ProjectSegment &segment)
{
    std::vector<ReviewComment> comments;
    for (const std::string &note : segment.segment.facts.notes)
        comments.push_back({{}, note});
    for (const SegmentNote &note : segment.notes)
        comments.push_back({note.author, note.text});
    return comments;
}

ReviewReport compareReview(const ReviewTable &table, const ReviewGround &ground, const ReviewSettings &settings)
{
    return TableComparison(table, ground, settings).run();
}

}  // namespace interlinear::cat
