// What an import from review says and does of each row, held against an oracle that knows what was done to the file outside and to the project inside.
#include "engine/cat/document/tag_notation.h"
#include "engine/cat/document/target_text.h"
#include "engine/cat/project/project_memory.h"
#include "engine/cat/review/review_exchange.h"
#include "engine/cat/review/review_text.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/project/project_samples.h"
#include "tests/unit/cat/review/review_samples.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using namespace interlinear::tests;

namespace {

const std::string author = "M. Weber";

/// Twelve segments, some with tags.
std::string manual()
{
    std::string text = guideText();
    for (const char *more : {"Turn **the key** twice.", "Mind `the gap` here.", "Nothing more."})
        text += std::string("\n") + more + "\n";
    return text;
}

TaggedText withBeginning(TaggedText text, const std::string &beginning)
{
    for (InlineTag &tag : text.tags)
        tag.offset += beginning.size();
    text.text.insert(0, beginning);
    return text;
}

enum class Edit { None, Target, Emptied, Tags, Source, Delete, DoubleSame, DoubleOther, WrongId, Inside, Both, BothSame, Locked };
constexpr std::size_t edits = 13;

struct Expectation {
    std::vector<RowOutcome> outcomes;   // of the rows of the segment, sorted
    TaggedText target;                  // of the segment afterwards
};

/// Does something to one segment, inside and outside, and says what must come of it.
class OutsideEdit {
public:
    OutsideEdit(Project &project, const ProjectSegment &segment, ReviewRow row, int number)
        : m_project(project), m_segment(segment), m_row(std::move(row)), m_new(withBeginning(segment.segment.source, "Neu" + std::to_string(number) + " "))
    {
    }

    Edit fitting(Edit edit) const
    {
        const bool blank = isBlank(m_segment.content.target);
        return (edit == Edit::Tags && m_segment.segment.source.tags.empty()) || (edit == Edit::Emptied && blank) ? Edit::None : edit;
    }

    /// The rows that the file has in place of the one that went out.
    std::vector<ReviewRow> apply(Edit edit, Expectation &expected)
    {
        expected = {{RowOutcome::Unchanged}, m_segment.content.target};
        std::vector<ReviewRow> rows{m_row};
        switch (edit) {
        case Edit::None:
            return rows;
        case Edit::Target:
            rows[0].target = m_new;
            expected = {{RowOutcome::Changed}, m_new};
            return rows;
        case Edit::Emptied:
            rows[0].target = {};
            expected = {{RowOutcome::Changed}, {}};
            return rows;
        case Edit::Tags:
            rows[0].target = m_new;
            rows[0].target.tags.pop_back();
            expected.outcomes = {RowOutcome::TagsDamaged};
            return rows;
        case Edit::Source:
            rows[0].source.text += "!";
            rows[0].target = m_new;
            expected.outcomes = {RowOutcome::SourceEdited};
            return rows;
        case Edit::Delete:
            expected.outcomes = {RowOutcome::Missing};
            return {};
        case Edit::DoubleSame:
            rows.push_back(m_row);
            expected.outcomes = {RowOutcome::Unchanged, RowOutcome::Repeated};
            return rows;
        case Edit::DoubleOther:
            rows.push_back(m_row);
            rows[1].target = m_new;
            expected.outcomes = {RowOutcome::Doubled, RowOutcome::Doubled};
            return rows;
        case Edit::WrongId:
            rows[0].id.back() = rows[0].id.back() == 'g' ? 'h' : 'g';
            expected.outcomes = {RowOutcome::Missing};
            return rows;
        case Edit::Inside:
            saveInside(m_new);
            expected.target = m_new;
            return rows;
        case Edit::Both:
            saveInside(withBeginning(m_new, "Hier "));
            rows[0].target = m_new;
            expected = {{RowOutcome::Conflict}, withBeginning(m_new, "Hier ")};
            return rows;
        case Edit::BothSame:
            saveInside(m_new);
            rows[0].target = m_new;
            expected.target = m_new;
            return rows;
        case Edit::Locked:
            must(m_project.store(
                {{m_segment.id, {m_segment.content.target.isWellFormed() ? m_segment.content.target : TaggedText(), SegmentState::Locked, {}}}}, author));
            rows[0].target = m_new;
            expected = {{RowOutcome::Locked}, m_segment.content.target.isWellFormed() ? m_segment.content.target : TaggedText()};
            return rows;
        }
        return rows;
    }

private:
    void saveInside(const TaggedText &target) { must(m_project.saveDraft(m_segment.id, target, author)); }

    Project &m_project;
    const ProjectSegment &m_segment;
    ReviewRow m_row;
    TaggedText m_new;
};

/// The length of the longest rising sequence, the slow way.
std::size_t longestRising(const std::vector<std::size_t> &numbers)
{
    std::vector<std::size_t> lengths(numbers.size(), 1);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            lengths[i] = numbers[j] < numbers[i] ? std::max(lengths[i], lengths[j] + 1) : lengths[i];
    }
    return numbers.empty() ? 0 : *std::ranges::max_element(lengths);
}

ReviewTable sent(Project &project, ReviewFormat format)
{
    return must(readReview(must(exportReview(project, {}, format)), "review"));
}

ReviewTable throughFile(const ReviewTable &table, ReviewFormat format)
{
    return must(readReview(must(writeReview(table, format)), "review"));
}

}  // namespace

class TestReviewImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEditIsReported()
    {
        Random random(44);
        TemporaryProject place(manual());
        Project &project = place.project();
        for (int round = 0; round < rounds(60); ++round) {
            const auto format = static_cast<ReviewFormat>(round % 4);
            unlockAndType(place, random);
            const std::vector<ProjectSegment> segments = place.segments();
            ReviewTable table = sent(project, format);
            QCOMPARE(table.rows.size(), segments.size());

            std::map<std::int64_t, Expectation> expected;
            std::vector<ReviewRow> rows;
            for (std::size_t i = 0; i < segments.size(); ++i) {
                OutsideEdit outside(project, segments[i], table.rows[i], round * 100 + static_cast<int>(i));
                const Edit edit = outside.fitting(static_cast<Edit>(below(random, edits)));
                for (ReviewRow &row : outside.apply(edit, expected[segments[i].id]))
                    rows.push_back(std::move(row));
            }
            for (std::size_t moves = below(random, 3); moves > 0 && !rows.empty(); --moves) {
                ReviewRow row = rows[below(random, rows.size())];
                rows.erase(std::ranges::find(rows, row));
                rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(below(random, rows.size() + 1)), std::move(row));
            }
            table.rows = std::move(rows);
            table = throughFile(table, format);

            const ReviewReport preview = must(previewReview(project, table, {}));
            const ReviewReport report = must(importReview(project, table, {}, author));
            QCOMPARE(shown(preview), shown(report));
            checkOutcomes(report, expected, table);
            checkMoves(report, table);
            for (const ProjectSegment &segment : place.segments())
                QVERIFY2(isSameReviewText(segment.content.target, expected.at(segment.id).target), toNotation(segment.content.target).c_str());
            for (const ProjectSegment &segment : place.segments())
                QVERIFY(isUnbroken(must(project.historyOfSegment(segment.id)), segment.content));
        }
    }

    void anUntouchedFileChangesNothing()
    {
        Random random(45);
        TemporaryProject place(manual());
        for (int round = 0; round < rounds(12); ++round) {
            unlockAndType(place, random);
            const std::vector<ProjectSegment> before = place.segments();
            const ReviewReport report = must(importReview(place.project(), sent(place.project(), static_cast<ReviewFormat>(round % 4)), {}, author));
            QCOMPARE(report.count(RowOutcome::Unchanged), before.size());
            QCOMPARE(place.segments(), before);
        }
    }

    void conflictsAreOverwrittenWhenAsked()
    {
        TemporaryProject place(manual());
        must(place.project().saveDraft(place.id(0), {"Pumpe"}, author));
        ReviewTable table = sent(place.project(), ReviewFormat::Docx);
        must(place.project().saveDraft(place.id(0), {"Wärmepumpe"}, author));
        table.rows[0].target = {"Die Wärmepumpe"};
        const ReviewReport report = must(importReview(place.project(), table, {}, author));
        QCOMPARE(report.rows[0].outcome, RowOutcome::Conflict);
        QCOMPARE(report.rows[0].before.target.text, std::string("Wärmepumpe"));
        QCOMPARE(report.rows[0].after.target.text, std::string("Die Wärmepumpe"));
        QCOMPARE(report.refused(), std::size_t(1));
        QCOMPARE(must(importReview(place.project(), table, {.overwrite = true}, author)).refused(), std::size_t(0));
        QCOMPARE(place.content(0).target.text, std::string("Die Wärmepumpe"));
    }

    void whatWasTypedStaysInTheHistory()
    {
        TemporaryProject place(manual());
        ReviewTable table = sent(place.project(), ReviewFormat::Docx);
        must(place.project().saveDraft(place.id(0), {"Getippt"}, author));
        table.rows[0].target = {"Geprüft"};
        must(importReview(place.project(), table, {.overwrite = true}, author));
        const std::vector<HistoryEntry> history = must(place.project().historyOfSegment(place.id(0)));
        QCOMPARE(history.size(), std::size_t(2));
        QCOMPARE(history[0].after.target.text, std::string("Getippt"));
        QCOMPARE(history[1].after.target.text, std::string("Geprüft"));
    }

    void whatWasReviewedIsReviewedWhenAsked()
    {
        TemporaryProject place(manual());
        must(place.project().confirm(place.id(0), {"Wärmepumpe"}, author));
        must(place.project().confirm(place.id(2), {"Deckel schließen."}, author));
        must(place.project().confirm(place.id(3), {"Schließen."}, author));
        ReviewTable table = sent(place.project(), ReviewFormat::Xliff2);
        must(place.project().saveDraft(place.id(3), {"Noch einmal anders."}, author));
        table.rows[2].target = {"Schließen Sie den Deckel."};
        must(importReview(place.project(), table, {.markReviewed = true}, author));
        QCOMPARE(place.content(0).state, SegmentState::Reviewed);
        QCOMPARE(place.content(1).state, SegmentState::New);        // there is nothing to review
        QCOMPARE(place.content(2).state, SegmentState::Reviewed);
        QCOMPARE(place.content(3).state, SegmentState::Draft);      // another text was reviewed than the one that is here
        ProjectMemory memory = ProjectMemory::open(place.project());
        must(memory.applyOutbox());
        QCOMPARE(unitsOf(*memory.memory()), (QStringList{"Close the cover. → Schließen Sie den Deckel.", "Heat pump → Wärmepumpe"}));
    }

    void statesOfTheReviewerAreTaken()
    {
        TemporaryProject place(manual());
        must(place.project().confirm(place.id(0), {"Wärmepumpe"}, author));
        must(place.project().confirm(place.id(2), {"Deckel schließen."}, author));
        ReviewTable table = sent(place.project(), ReviewFormat::Xliff1);
        table.rows[0].state = TranslationState::Final;
        table.rows[2].state = TranslationState::Draft;
        table.rows[3].state = TranslationState::Reviewed;   // and no target
        const ReviewReport report = must(importReview(place.project(), throughFile(table, ReviewFormat::Xliff1), {}, author));
        QCOMPARE(report.count(RowOutcome::Changed), std::size_t(2));
        QCOMPARE(place.content(0).state, SegmentState::Reviewed);
        QCOMPARE(place.content(2).state, SegmentState::Draft);
        QCOMPARE(place.content(3).state, SegmentState::New);
    }

    void commentsBecomeNotesOnce()
    {
        TemporaryProject place(manual());
        ReviewTable table = sent(place.project(), ReviewFormat::Docx);
        table.rows[0].comments.push_back({"Zoë", "Which pump?"});
        table.rows[1].comments.push_back({{}, "Fine."});
        table.rows[1].target.text = "No tags";             // refused, and yet somebody said something
        table.rows[2].source.text += "!";
        table.rows[2].comments.push_back({{}, "Whose row is this?"});
        QCOMPARE(must(importReview(place.project(), throughFile(table, ReviewFormat::Docx), {}, author)).notes, std::size_t(2));
        QCOMPARE(place.segments()[0].notes.size(), std::size_t(1));
        QCOMPARE(place.segments()[0].notes[0].text, std::string("Zoë: Which pump?"));   // a cell does not tell the author apart
        QCOMPARE(place.segments()[1].notes.at(0).author, author);
        QVERIFY(place.segments()[2].notes.empty());
        QCOMPARE(must(importReview(place.project(), table, {}, author)).notes, std::size_t(0));
        place.reopen();
        ReviewTable again = sent(place.project(), ReviewFormat::Tmx);
        QCOMPARE(again.rows[1].comments.size(), std::size_t(1));
        QCOMPARE(must(importReview(place.project(), again, {}, author)).notes, std::size_t(0));
        must(place.project().addDocument(place.file()));   // notes of people stay where the file is read again
        QCOMPARE(place.segments()[0].notes.size(), std::size_t(1));
    }

    void sourcesThatChangeHereAreRefused()
    {
        TemporaryProject place(manual());
        ReviewTable table = sent(place.project(), ReviewFormat::Docx);
        std::string text = manual();
        text.replace(text.find("Heat pump"), 9, "Heat pumps");
        must(writeFileAtomically(place.file(), text));
        must(place.project().addDocument(place.file()));
        table.rows[0].target = {"Wärmepumpe"};
        const ReviewReport report = must(importReview(place.project(), table, {}, author));
        QCOMPARE(report.rows[0].outcome, RowOutcome::SourceChanged);
        QCOMPARE(report.refused(), std::size_t(1));
        QVERIFY(place.content(0).target.empty());
    }

    void rowsThatWereDividedHereAreRefusedAndTheirHalvesGoOut()
    {
        TemporaryProject place(manual());
        Project &project = place.project();
        ReviewTable whole = sent(project, ReviewFormat::Docx);
        const auto halves = must(project.splitSegment(place.id(2), 6, author));   // "Close the cover."
        must(project.confirm(halves.first, {"Zu"}, author));
        ReviewTable divided = sent(project, ReviewFormat::Docx);
        QCOMPARE(divided.rows.size(), whole.rows.size() + 1);

        whole.rows[2].target = {"Deckel zu."};
        const ReviewReport early = must(importReview(project, throughFile(whole, ReviewFormat::Docx), {}, author));
        QCOMPARE(early.rows[2].outcome, RowOutcome::SourceChanged);
        QCOMPARE(early.count(RowOutcome::Unchanged), whole.rows.size() - 1);
        divided.rows[2].target = {"Schließen"};
        divided.rows[3].target = {"den Deckel."};
        const ReviewReport late = must(importReview(project, throughFile(divided, ReviewFormat::Docx), {.markReviewed = true}, author));
        QCOMPARE(late.refused(), std::size_t(0));
        QCOMPARE(place.content(2).target.text, std::string("Schließen"));
        QCOMPARE(place.content(3).state, SegmentState::Reviewed);
        ProjectMemory memory = ProjectMemory::open(project);
        must(memory.applyOutbox());
        QCOMPARE(unitsOf(*memory.memory()), (QStringList{"Close → Schließen", "the cover. → den Deckel."}));
        must(project.joinSegments(halves.first, author));
        QCOMPARE(must(importReview(project, whole, {}, author)).rows[2].outcome, RowOutcome::Conflict);
    }

    void rowsOfAnotherProjectAreUnknown()
    {
        TemporaryProject place(manual()), other(manual());
        const ReviewReport report = must(importReview(other.project(), sent(place.project(), ReviewFormat::Tmx), {}, author));
        QCOMPARE(report.count(RowOutcome::Unknown), place.segments().size());
        QCOMPARE(report.count(RowOutcome::Missing), std::size_t(0));
    }

    void aSelectionGoesOut()
    {
        TemporaryProject place(manual());
        must(place.project().confirm(place.id(0), {"Wärmepumpe"}, author));
        must(place.project().confirm(place.id(4), {"Lies das.", {}}, author));
        const ReviewTable table = must(readReview(must(exportReview(place.project(), {.states = {SegmentState::Confirmed}}, ReviewFormat::Docx)), "review"));
        QCOMPARE(table.rows.size(), std::size_t(2));
        QCOMPARE(table.rows[1].number, std::size_t(5));
        QCOMPARE(must(importReview(place.project(), table, {}, author)).count(RowOutcome::Missing), std::size_t(0));
        QCOMPARE(exportReview(place.project(), {.states = {SegmentState::Machine}}, ReviewFormat::Docx).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(exportReview(place.project(), {.documents = {99}}, ReviewFormat::Docx).error().code, ErrorCode::NotFound);
    }

private:
    /// Other targets in some segments, none of them locked.
    static void unlockAndType(TemporaryProject &place, Random &random)
    {
        std::vector<SegmentWrite> writes;
        for (const ProjectSegment &segment : place.segments()) {
            if (segment.content.state == SegmentState::Locked || below(random, 3) == 0) {
                const TaggedText target = halfTyped(random);
                writes.push_back({segment.id, {target, target.empty() ? SegmentState::New : SegmentState::Draft, {}}});
            } else if (below(random, 3) == 0 && !segment.content.target.empty() && segment.content.target.isWellFormed()) {
                writes.push_back({segment.id, {segment.content.target, SegmentState::Confirmed, {}}});
            }
        }
        must(place.project().store(writes, author));
    }

    static QStringList shown(const ReviewReport &report)
    {
        QStringList lines;
        for (const RowReport &row : report.rows)
            lines << QString("%1 %2 %3 %4")
                         .arg(row.place)
                         .arg(row.segment)
                         .arg(rowOutcomeName(row.outcome), QString::fromStdString(toNotation(row.after.target)));
        return lines;
    }

    static void checkOutcomes(const ReviewReport &report, const std::map<std::int64_t, Expectation> &expected, const ReviewTable &table)
    {
        std::map<std::int64_t, std::vector<RowOutcome>> outcomes;
        std::size_t unknown = 0, ofFile = 0;
        for (const RowReport &row : report.rows) {
            ofFile += row.place > 0 ? 1 : 0;
            if (row.place > 0)
                QCOMPARE(row.place, ofFile);
            if (row.outcome == RowOutcome::Unknown)
                ++unknown;
            else
                outcomes[row.segment].push_back(row.outcome);
            QCOMPARE(row.problem.has_value(), row.outcome == RowOutcome::TagsDamaged);
            QCOMPARE(!row.theirSource.empty(), row.outcome == RowOutcome::SourceEdited);
        }
        QCOMPARE(ofFile, table.rows.size());
        std::size_t wrongIds = 0;
        for (const auto &[segment, expectation] : expected) {
            std::vector<RowOutcome> got = outcomes[segment];
            std::ranges::sort(got);
            QCOMPARE(got, expectation.outcomes);
        }
        for (const ReviewRow &row : table.rows)
            wrongIds += rowIdFromText(row.id) ? 0 : 1;
        QCOMPARE(unknown, wrongIds);
    }

    static void checkMoves(const ReviewReport &report, const ReviewTable &table)
    {
        std::vector<std::size_t> all, stayed;
        std::map<std::size_t, int> seen;
        for (const RowReport &row : report.rows) {
            if (row.place == 0 || row.outcome == RowOutcome::Unknown)
                continue;
            const std::size_t number = rowIdFromText(table.rows[row.place - 1].id)->row;
            if (seen[number]++ > 0)
                continue;   // the first of several counts
            all.push_back(number);
            if (!row.moved)
                stayed.push_back(number);
        }
        QVERIFY(std::ranges::is_sorted(stayed));
        QCOMPARE(stayed.size(), longestRising(all));
    }
};

QTEST_APPLESS_MAIN(TestReviewImport)
#include "tst_review_import.moc"
