// One undo stack across rows: whatever is done, undo brings every earlier state back in reverse order, and the counts are always those of the rows.
#include "app/workbench/document_session.h"
#include "app/workbench/row_content.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::cat::SegmentContent;
using interlinear::cat::TargetOrigin;
using interlinear::widgets::SegmentRow;
using interlinear::widgets::SegmentState;
using interlinear::widgets::TargetEdit;

namespace {

constexpr int rowCount = 6;

OpenedDocument document()
{
    OpenedDocument opened{.document = {.id = 1, .name = "a.md", .path = "/a.md"}};
    for (int i = 0; i < rowCount; ++i) {
        SegmentRow row{
            .id = 100 + i, .number = i + 1, .source = {"Press Enter now.", {{1, TagKind::Open, 6, "**", "b"}, {1, TagKind::Close, 11, "**", "b"}}}};
        const cat::SegmentContent content{.target = {}, .state = i == rowCount - 1 ? cat::SegmentState::Locked : cat::SegmentState::New, .origin = {}};
        showContent(row, content);
        opened.rows.append({row, content, 3 + i});
    }
    return opened;
}

DocumentCounts recount(const DocumentSession &session)
{
    DocumentCounts counts;
    for (const SegmentRow &row : session.model()->rows()) {
        const int words = 2 + row.number;
        ++counts.segments;
        counts.words += words;
        counts.machine += row.state == SegmentState::Machine;
        counts.confirmed += isDone(row);
        counts.confirmedWords += isDone(row) ? words : 0;
    }
    return counts;
}

TargetEdit typed(const TaggedText &before, const std::string &added, TargetEdit::Kind kind = TargetEdit::Kind::Typing)
{
    const TaggedText after{before.text + added, before.tags};
    return {.kind = kind,
            .before = before,
            .after = after,
            .caretBefore = static_cast<int>(before.text.size()),
            .caretAfter = static_cast<int>(after.text.size())};
}

}  // namespace

class TestDocumentSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void undoAndRedoWalkThroughEveryState()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 40; ++round) {
            DocumentSession session(document());
            std::vector<std::vector<SegmentRow>> states{session.model()->rows()};
            for (int step = 0; step < 30; ++step) {
                act(session, random);
                QCOMPARE(session.counts(), recount(session));
                const auto count = static_cast<std::size_t>(session.undoStack()->count()) + 1;
                states.resize(count);   // typing that goes on replaces its own last state
                states.back() = session.model()->rows();
            }
            for (std::size_t i = states.size(); i-- > 1;) {
                QCOMPARE(session.model()->rows(), states[i]);
                session.undoStack()->undo();
            }
            QCOMPARE(session.model()->rows(), states.front());
            QCOMPARE(session.counts(), recount(session));
            while (session.undoStack()->canRedo())
                session.undoStack()->redo();
            QCOMPARE(session.model()->rows(), states.back());
        }
    }

    void typingThatGoesOnIsOneStep()
    {
        DocumentSession session(document());
        for (const char *letter : {"D", "r", "ü"})
            session.edit(100, typed(session.row(100)->target, letter));
        QCOMPARE(session.undoStack()->count(), 1);
        session.edit(101, typed({}, "x"));
        session.edit(100, typed(session.row(100)->target, "c"));
        QCOMPARE(session.undoStack()->count(), 3);
        session.edit(100, typed(session.row(100)->target, "ken", TargetEdit::Kind::Suggestion));
        QCOMPARE(session.undoStack()->count(), 4);
        session.undoStack()->undo();
        QCOMPARE(session.row(100)->target.text, std::string("Drüc"));
        QVERIFY(session.row(100)->match.isEmpty());
    }

    void undoShowsTheRowItConcerns()
    {
        DocumentSession session(document());
        QSignalSpy shown(&session, &DocumentSession::changeShown);
        session.edit(101, typed({}, "Drücken"));
        session.confirm(101);
        session.edit(103, typed({}, "x"));
        QVERIFY(shown.isEmpty());
        session.undoStack()->undo();
        session.undoStack()->undo();
        session.undoStack()->undo();
        QCOMPARE(shown.size(), 3);
        QCOMPARE(shown[0].first().toLongLong(), 103);
        QCOMPARE(shown[1].first().toLongLong(), 101);
        QCOMPARE(shown[2].first().toLongLong(), 101);
        QCOMPARE(shown[2].at(1).value<std::optional<int>>(), std::optional(0));
        session.undoStack()->redo();
        QCOMPARE(shown.last().first().toLongLong(), 101);
    }

    void editingTakesTheConfirmationBack()
    {
        DocumentSession session(document());
        session.replaceTarget(100, {"Enter", {}}, TargetOrigin::memory(1000), QStringLiteral("match"));
        session.confirm(100);
        QCOMPARE(session.counts().confirmed, 2);
        session.confirm(100);
        QCOMPARE(session.undoStack()->count(), 2);
        session.edit(100, typed(session.row(100)->target, "."));
        QCOMPARE(session.row(100)->state, SegmentState::Draft);
        QCOMPARE(session.counts().confirmed, 1);
        session.undoStack()->undo();
        QCOMPARE(session.row(100)->state, SegmentState::Confirmed);
    }

    void lockedRowsStay()
    {
        DocumentSession session(document());
        const std::int64_t locked = 100 + rowCount - 1;
        const auto before = session.model()->rows();
        session.edit(locked, typed({}, "x"));
        session.replaceTarget(locked, {"x", {}}, {}, {});
        session.clear(locked);
        session.unconfirm(locked);
        QCOMPARE(session.model()->rows(), before);
        QCOMPARE(session.undoStack()->count(), 0);
    }

    void manyAreOneStepThatStillGrows()
    {
        DocumentSession session(document());
        const auto before = session.model()->rows();
        auto changes = std::make_shared<std::vector<SegmentChange>>();
        session.undoStack()->push(new ChangeManySegments(session, changes, QStringLiteral("pretranslate")));
        for (int i = 0; i < 3; ++i) {
            const SegmentContent filled{{"Machine", {}}, cat::SegmentState::Machine, TargetOrigin::machine()};
            changes->push_back({100 + i, *session.content(100 + i), filled});
            session.apply(100 + i, filled);
            if (i == 1)
                session.edit(103, typed({}, "in between"));
        }
        QCOMPARE(session.counts().machine, 3);
        session.undoStack()->undo();
        session.undoStack()->undo();
        QCOMPARE(session.model()->rows(), before);
        session.undoStack()->redo();
        QCOMPARE(session.counts().machine, 3);
    }

    void everyChangeIsAnnounced()
    {
        DocumentSession session(document());
        QSignalSpy announced(&session, &DocumentSession::contentChanged);
        session.edit(100, typed({}, "Drücken"));
        session.undoStack()->undo();
        QCOMPARE(announced.size(), 2);
        QCOMPARE(announced[0].at(1).value<SegmentContent>().target.text, std::string("Drücken"));
        QVERIFY(announced[1].at(1).value<SegmentContent>().target.empty());
    }

    void nextOpenGoesRound()
    {
        DocumentSession session(document());
        QCOMPARE(session.nextOpen(100), std::optional<std::int64_t>(101));
        QCOMPARE(session.nextOpen(104), std::optional<std::int64_t>(100));
        for (const int id : {101, 102, 103, 104})
            session.apply(id, {{"x", {}}, cat::SegmentState::Confirmed, {}});
        QCOMPARE(session.nextOpen(104), std::optional<std::int64_t>(100));
        QVERIFY(!session.nextOpen(100));
    }

    void rowsAreReplacedWithTheirCounts()
    {
        DocumentSession session(document());
        session.replaceTarget(102, {"x", {}}, {}, QStringLiteral("x"));
        session.confirm(102);
        const std::vector<SegmentRow> before = session.model()->rows();
        const DocumentCounts counts = session.counts();
        const OpenedRow whole = session.opened(102);
        OpenedRow first = whole, second = whole;
        first.row.id = 7;
        second.row.id = 8;
        first.words = second.words = 2;
        second.content = {};
        session.replaceRows({102}, {first, second});
        QCOMPARE(session.counts().segments, counts.segments + 1);
        QCOMPARE(session.counts().confirmed, counts.confirmed);
        QCOMPARE(session.counts().words, counts.words - whole.words + 4);
        QVERIFY(!session.content(102) && session.content(8));
        QCOMPARE(session.rowBelow(8)->id, 103);
        session.replaceRows({7, 8}, {whole});
        QCOMPARE(session.model()->rows(), before);
        QCOMPARE(session.counts(), counts);
    }

    void aHeldDocumentStaysAsItIs()
    {
        DocumentSession session(document());
        const auto before = session.model()->rows();
        session.setHeld(true);
        session.edit(100, typed({}, "Drücken"));
        session.replaceTarget(101, {"x", {}}, {}, QStringLiteral("x"));
        session.confirm(100);
        QCOMPARE(session.model()->rows(), before);
        session.setHeld(false);
        session.edit(100, typed({}, "Drücken"));
        QVERIFY(session.model()->rows() != before);
    }

    void tagsThatTheSourceLacksAreNamed()
    {
        DocumentSession session(document());
        TaggedText target = session.row(100)->source;
        target.tags.push_back({5, TagKind::Standalone, target.text.size(), "<br>"});
        session.replaceTarget(100, target, {}, QStringLiteral("x"));
        QVERIFY2(session.row(100)->problem.contains(QStringLiteral("more than")), qPrintable(session.row(100)->problem));
    }

    void missingTagsAreNamed()
    {
        DocumentSession session(document());
        QVERIFY(session.row(100)->problem.isEmpty());
        session.edit(100, typed({}, "Enter"));
        QVERIFY(!session.row(100)->problem.isEmpty());
        QVERIFY(!session.row(100)->facts.contains(session.row(100)->problem));   // the row says it once
        session.replaceTarget(100, session.row(100)->source, {}, QStringLiteral("copy source"));
        QVERIFY(session.row(100)->problem.isEmpty());
    }

private:
    static void act(DocumentSession &session, std::mt19937 &random)
    {
        const auto id = static_cast<std::int64_t>(100 + random() % rowCount);
        const TaggedText target = session.row(id)->target;
        switch (random() % 7) {
        case 0:
        case 1:
            return session.edit(id, typed(target, "a"));
        case 2:
            return session.edit(id, typed(target, "b ", TargetEdit::Kind::Suggestion));
        case 3:
            return session.replaceTarget(id, {"Treffer", {}}, TargetOrigin::memory(870), QStringLiteral("match"));
        case 4:
            return session.clear(id);
        case 5:
            return session.confirm(id);
        default:
            return session.unconfirm(id);
        }
    }
};

QTEST_MAIN(TestDocumentSession)
#include "tst_document_session.moc"
