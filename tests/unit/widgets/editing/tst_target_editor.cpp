// The editor under real keys: chips survive everything, the grey text follows what is typed and never moves the caret.
#include "random_text.h"
#include "widgets/editing/tag_chip.h"
#include "widgets/editing/tag_rules.h"
#include "widgets/editing/tag_tool_tip.h"
#include "widgets/editing/tagged_mime.h"
#include "widgets/editing/target_editor.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <functional>
#include <map>

using namespace interlinear;
using namespace interlinear::widgets;

namespace {

const TaggedText source{"Tighten the nut with 45 Nm, then check.",
                        {{1, TagKind::Open, 21, "**", "b"}, {2, TagKind::Standalone, 24, "<br/>", "br"}, {1, TagKind::Close, 26, "**", "b"}}};
const TaggedText translation{"Die Mutter mit 45 Nm anziehen.",
                             {{1, TagKind::Open, 15, "**", "b"}, {2, TagKind::Standalone, 18, "<br/>", "br"}, {1, TagKind::Close, 20, "**", "b"}}};

TaggedText plain(const char *text)
{
    return {text, {}};
}

/// Every tag is one of the source's, whole, at most as often as there, and pairs nest.
bool tagsAreSound(const TaggedText &text)
{
    std::map<std::pair<int, TagKind>, int> left;
    for (const InlineTag &tag : source.tags)
        ++left[{tag.id, tag.kind}];
    std::size_t last = 0;
    for (const InlineTag &tag : text.tags) {
        const auto original = std::ranges::find_if(source.tags, [&](const InlineTag &other) { return other.id == tag.id && other.kind == tag.kind; });
        if (original == source.tags.end() || original->code != tag.code || original->display != tag.display)
            return false;
        if (--left[{tag.id, tag.kind}] < 0 || tag.offset < last || tag.offset > text.text.size())
            return false;
        last = tag.offset;
    }
    return pairsNest(text.tags);
}

void compose(TargetEditor &editor, const QString &preedit, const QString &commit)
{
    QInputMethodEvent event(preedit, {});
    event.setCommitString(commit);
    QCoreApplication::sendEvent(&editor, &event);
}

void drop(TargetEditor &editor, const QPoint &point, const TaggedText &text)
{
    const std::unique_ptr<QMimeData> data = toMimeData(text);
    QDragEnterEvent enter(point, Qt::CopyAction, data.get(), Qt::LeftButton, {});
    QCoreApplication::sendEvent(editor.viewport(), &enter);
    QDropEvent event(point, Qt::CopyAction, data.get(), Qt::LeftButton, {});
    QCoreApplication::sendEvent(editor.viewport(), &event);
}

}  // namespace

class TestTargetEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_editor = std::make_unique<TargetEditor>();
        m_editor->resize(400, 120);
        m_editor->setSource(source);
        m_editor->show();
        m_editor->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    }

    void cleanup() { m_editor.reset(); }

    void holdsWhatItIsGiven()
    {
        QRandomGenerator random(11);
        QSignalSpy edits(m_editor.get(), &TargetEditor::edited);
        for (int round = 0; round < 200; ++round) {
            const TaggedText text = randomTaggedText(random);
            m_editor->setTarget(text);
            QCOMPARE(m_editor->target(), text);
        }
        QCOMPARE(edits.size(), 0);
    }

    void chipsSurviveRandomEditing()
    {
        QRandomGenerator random(12);
        TaggedText last = translation;
        m_editor->setTarget(last);
        connect(m_editor.get(), &TargetEditor::edited, this, [&](const TargetEdit &edit) {
            QCOMPARE(edit.before, last);
            QVERIFY(edit.before != edit.after);
            last = edit.after;
        });
        std::vector<TargetEdit> undoStack;
        connect(m_editor.get(), &TargetEditor::edited, this, [&](const TargetEdit &edit) { undoStack.push_back(edit); });
        connect(m_editor.get(), &TargetEditor::undoRequested, this, [&] {
            if (undoStack.empty())
                return;
            last = undoStack.back().before;
            m_editor->setTarget(last, undoStack.back().caretBefore);
            undoStack.pop_back();
        });
        const std::vector<std::function<void()>> actions = randomActions(random);
        for (int round = 0; round < 10000; ++round) {
            actions[static_cast<std::size_t>(random.bounded(static_cast<int>(actions.size())))]();
            QVERIFY2(tagsAreSound(m_editor->target()), qPrintable(QStringLiteral("round %1").arg(round)));
            QCOMPARE(m_editor->target(), last);
            if (m_editor->target().text.size() > 400) {
                last = translation;
                m_editor->setTarget(last);
                undoStack.clear();
            }
        }
    }

    void cutAndPasteMovesAChip()
    {
        m_editor->setTarget(translation);
        m_editor->selectAll();
        QTest::keyClick(m_editor.get(), Qt::Key_X, Qt::ControlModifier);
        QVERIFY(m_editor->target().empty());
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_editor->target(), translation);
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_editor->target().tags, translation.tags);
    }

    void droppedTextKeepsTheTagsThatAreMissing()
    {
        m_editor->setTarget({});
        drop(*m_editor, {20, 10}, translation);
        QCOMPARE(m_editor->target(), translation);
        drop(*m_editor, {1, 1}, translation);
        QCOMPARE(m_editor->target().text, translation.text + translation.text);
        QVERIFY(tagsAreSound(m_editor->target()));
    }

    void pastedForeignTagsAreDropped()
    {
        m_editor->setTarget({});
        const TaggedText foreign{"xy", {{7, TagKind::Standalone, 1, "<img/>", ""}, {2, TagKind::Standalone, 2, "<evil/>", "br"}}};
        QGuiApplication::clipboard()->setMimeData(toMimeData(foreign).release());
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_editor->target(), (TaggedText{"xy", {{2, TagKind::Standalone, 2, "<br/>", "br"}}}));
    }

    void lineEndsBecomeSpacesWhereTheSourceHasNone()
    {
        m_editor->setTarget({});
        QGuiApplication::clipboard()->setText(QStringLiteral("one\r\ntwo\nthree"));
        QTest::keyClick(m_editor.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_editor->target(), plain("one two three"));
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QCOMPARE(m_editor->target(), plain("one two three"));
        QTest::keyClick(m_editor.get(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_editor->target(), plain("one two three\n"));
    }

    void nextTagComesInOrder()
    {
        m_editor->setTarget(plain("45"));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(m_editor.get(), Qt::Key_F9);
        QVERIFY(sameTags(m_editor->target(), source));
        QVERIFY(m_editor->target().isWellFormed());
        QVERIFY(!m_editor->insertNextTag());
    }

    void nextTagNeverBreaksAPair()
    {
        const InlineTag open{1, TagKind::Open, 1, "**", "b"};
        const InlineTag lineBreak{2, TagKind::Standalone, 2, "<br/>", "br"};
        m_editor->setTarget({"ab", {open, lineBreak}}, 0);
        QVERIFY(m_editor->insertNextTag());
        QVERIFY(m_editor->target().isWellFormed());
    }

    void selectionIsWrappedInAPair()
    {
        m_editor->setTarget(plain("mit 45 Nm"));
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(m_editor.get(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_F9);
        QCOMPARE(m_editor->target(), (TaggedText{"mit 45 Nm", {{1, TagKind::Open, 4, "**", "b"}, {1, TagKind::Close, 9, "**", "b"}}}));
    }

    void ghostFollowsTheTyping()
    {
        QSignalSpy prefix(m_editor.get(), &TargetEditor::prefixChanged);
        m_editor->setTarget({});
        m_editor->setSuggestion(plain("Die Leitungen müssen"), SuggestionState::Complete);
        QCOMPARE(m_editor->ghostText(), QStringLiteral("Die Leitungen müssen"));
        QTest::keyClicks(m_editor.get(), QStringLiteral("Die L"));
        QCOMPARE(m_editor->ghostText(), QStringLiteral("eitungen müssen"));
        QCOMPARE(prefix.size(), 0);
        QTest::keyClicks(m_editor.get(), QStringLiteral("u"));
        QCOMPARE(m_editor->ghostText(), QString());
        QCOMPARE(prefix.size(), 1);
        QCOMPARE(prefix.first().first().value<TaggedText>(), plain("Die Lu"));
    }

    void streamMovesNoCaret()
    {
        m_editor->setTarget(plain("Die "), 2);
        QSignalSpy edits(m_editor.get(), &TargetEditor::edited);
        QSignalSpy prefix(m_editor.get(), &TargetEditor::prefixChanged);
        for (const char *soFar : {"D", "Die", "Die Lei", "Die Leitungen"}) {
            m_editor->setSuggestion(plain(soFar), SuggestionState::Growing);
            QCOMPARE(m_editor->caret(), 2);
        }
        QCOMPARE(m_editor->ghostText(), QStringLiteral("Leitungen"));
        m_editor->setTarget(plain("Die L"));
        m_editor->setSuggestion(plain("Die"), SuggestionState::Growing);
        QTest::keyClicks(m_editor.get(), QStringLiteral("e"));
        m_editor->setSuggestion(plain("Die Leit"), SuggestionState::Complete);
        QCOMPARE(m_editor->ghostText(), QStringLiteral("it"));
        QCOMPARE(edits.size(), 1);
        QCOMPARE(prefix.size(), 0);
    }

    void staleSuggestionIsIgnored()
    {
        m_editor->setTarget(plain("Das"));
        m_editor->setSuggestion(plain("Die Leitungen"), SuggestionState::Complete);
        QCOMPARE(m_editor->ghostText(), QString());
    }

    void tabTakesAWordAndEndTakesAll()
    {
        m_editor->setTarget({});
        m_editor->setSuggestion(translation, SuggestionState::Complete);
        QTest::keyClick(m_editor.get(), Qt::Key_Tab);
        QCOMPARE(m_editor->target(), plain("Die"));
        QTest::keyClick(m_editor.get(), Qt::Key_Tab);
        QCOMPARE(m_editor->target(), plain("Die Mutter"));
        QTest::keyClick(m_editor.get(), Qt::Key_Home);
        QTest::keyClick(m_editor.get(), Qt::Key_End);
        QCOMPARE(m_editor->target(), plain("Die Mutter"));
        QTest::keyClick(m_editor.get(), Qt::Key_End);
        QCOMPARE(m_editor->target(), translation);
        QCOMPARE(m_editor->ghostText(), QString());
    }

    void escSilencesUntilAsked()
    {
        QSignalSpy silenced(m_editor.get(), &TargetEditor::silenced);
        QSignalSpy prefix(m_editor.get(), &TargetEditor::prefixChanged);
        m_editor->setTarget({});
        m_editor->setSuggestion(translation, SuggestionState::Complete);
        QTest::keyClick(m_editor.get(), Qt::Key_Escape);
        m_editor->setSuggestion(translation, SuggestionState::Complete);
        QTest::keyClicks(m_editor.get(), QStringLiteral("D"));
        QCOMPARE(m_editor->ghostText(), QString());
        QCOMPARE(silenced.size(), 1);
        QCOMPARE(prefix.size(), 0);
        QTest::keyClick(m_editor.get(), Qt::Key_Down, Qt::AltModifier);
        m_editor->setSuggestion(translation, SuggestionState::Complete);
        QVERIFY(!m_editor->ghostText().isEmpty());
    }

    void ghostNeverEntersTheText()
    {
        m_editor->setTarget(plain("Die"));
        m_editor->setSuggestion(translation, SuggestionState::Complete);
        m_editor->selectAll();
        QTest::keyClick(m_editor.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Die"));
        QCOMPARE(m_editor->toPlainText(), QStringLiteral("Die"));
    }

    void composingHidesTheGhost()
    {
        m_editor->setTarget({});
        m_editor->setSuggestion(plain("漢字です"), SuggestionState::Complete);
        compose(*m_editor, QStringLiteral("かん"), {});
        QCOMPARE(m_editor->ghostText(), QString());
        QVERIFY(m_editor->target().empty());
        compose(*m_editor, {}, QStringLiteral("漢字"));
        QCOMPARE(m_editor->target(), plain("漢字"));
        QCOMPARE(m_editor->ghostText(), QStringLiteral("です"));
    }

    void preeditIsNotCommittedByAnotherRow()
    {
        m_editor->setTarget({});
        QSignalSpy edits(m_editor.get(), &TargetEditor::edited);
        compose(*m_editor, QStringLiteral("かん"), {});
        m_editor->setTarget(plain("next"));
        QCOMPARE(m_editor->target(), plain("next"));
        QCOMPARE(edits.size(), 0);
    }

    void keysThatBelongToOthersAreHandedOn()
    {
        QSignalSpy confirm(m_editor.get(), &TargetEditor::confirmRequested);
        QSignalSpy undo(m_editor.get(), &TargetEditor::undoRequested);
        QSignalSpy leave(m_editor.get(), &TargetEditor::leaveRequested);
        m_editor->setTarget(plain("a"));
        QTest::keyClick(m_editor.get(), Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_editor.get(), Qt::Key_Up);
        QTest::keyClick(m_editor.get(), Qt::Key_Down);
        QCOMPARE(confirm.size(), 1);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(leave.size(), 2);
        QCOMPARE(leave[0].first().toInt(), -1);
        QCOMPARE(leave[1].first().toInt(), 1);
        QCOMPARE(m_editor->target(), plain("a"));
    }

    void typingMergesForUndo()
    {
        m_editor->setTarget({});
        std::vector<TargetEdit> edits;
        connect(m_editor.get(), &TargetEditor::edited, this, [&](const TargetEdit &edit) { edits.push_back(edit); });
        QTest::keyClicks(m_editor.get(), QStringLiteral("abc"));
        QTest::keyClick(m_editor.get(), Qt::Key_Left);
        QTest::keyClicks(m_editor.get(), QStringLiteral("x"));
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(edits.size(), 5u);
        QVERIFY(continues(edits[0], edits[1]) && continues(edits[1], edits[2]));
        QVERIFY(!continues(edits[2], edits[3]));
        QVERIFY(!continues(edits[3], edits[4]));
    }

    void selectionIsInCharactersOfTheText()
    {
        m_editor->setTarget({"👍 gut", {{2, TagKind::Standalone, 4, "<br/>", "br"}}});
        QSignalSpy spans(m_editor.get(), &TargetEditor::selectedSpanChanged);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(m_editor.get(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(spans.last().first().value<Utf16Span>(), (Utf16Span{3, 6}));
        spans.clear();
        m_editor->setHighlightedSpan(Utf16Span{0, 2});
        QCOMPARE(spans.size(), 0);
        QCOMPARE(m_editor->extraSelections().first().cursor.selectedText(), QStringLiteral("👍"));
    }

    void backspaceTakesAWholeCharacter()
    {
        m_editor->setTarget(plain("a👍"));
        QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
        QCOMPARE(m_editor->target(), plain("a"));
    }

    void growsWithTheGhost()
    {
        m_editor->setTarget({});
        const int empty = m_editor->contentHeight();
        QSignalSpy heights(m_editor.get(), &TargetEditor::contentHeightChanged);
        const QString ghost = QString(600, u'x') + QStringLiteral(" wort ") + QString(40, u'y') + QStringLiteral(" wort").repeated(10);
        m_editor->setSuggestion({ghost.toStdString(), {}}, SuggestionState::Complete);
        QVERIFY(m_editor->contentHeight() > empty);
        QVERIFY(heights.size() > 0);
    }

    void readOnlyStaysAsItIs()
    {
        m_editor->setTarget(plain("fest"));
        m_editor->setReadOnly(true);
        m_editor->setSuggestion(plain("fest und"), SuggestionState::Complete);
        for (const Qt::Key key : {Qt::Key_A, Qt::Key_Backspace, Qt::Key_F9, Qt::Key_End, Qt::Key_Return})
            QTest::keyClick(m_editor.get(), key);
        QCOMPARE(m_editor->target(), plain("fest"));
    }

    void aChipIsFoundUnderThePointer()
    {
        m_editor->setTarget(translation);
        std::map<TagKind, InlineTag> found;
        for (int y = 0; y < m_editor->viewport()->height(); y += 4) {
            for (int x = 0; x < m_editor->viewport()->width(); ++x) {
                if (const auto tag = tagAt(*m_editor, QPoint(x, y)))
                    found[tag->kind] = *tag;
            }
        }
        QCOMPARE(found.size(), translation.tags.size());
        for (const InlineTag &tag : translation.tags)
            QCOMPARE(found[tag.kind].code, tag.code);
        QVERIFY(tagToolTip(found[TagKind::Open]).contains(QStringLiteral("**")));
    }

    void longNamesOfTagsAreCutOnTheirChips()
    {
        const InlineTag tag{7, TagKind::Standalone, 0, "<x/>", "a name that is far too long for a chip"};
        QVERIFY(chipLabel(tag).size() < 22);
        QVERIFY(tagToolTip(tag).contains(QString::fromStdString(tag.display)));
    }

    void filesAreNotTakenForText()
    {
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.md"))});
        QDragEnterEvent enter(QPoint(2, 2), Qt::CopyAction, &files, Qt::LeftButton, {});
        enter.ignore();
        QCoreApplication::sendEvent(m_editor->viewport(), &enter);
        QVERIFY(!enter.isAccepted());
    }

private:
    std::vector<std::function<void()>> randomActions(QRandomGenerator &random)
    {
        TargetEditor *editor = m_editor.get();
        const auto key = [editor](Qt::Key code, Qt::KeyboardModifiers modifiers = {}) { return [=] { QTest::keyClick(editor, code, modifiers); }; };
        const auto select = [editor, &random] {
            QTextCursor cursor = editor->textCursor();
            cursor.setPosition(random.bounded(editor->document()->characterCount()));
            cursor.setPosition(random.bounded(editor->document()->characterCount()), QTextCursor::KeepAnchor);
            editor->setTextCursor(cursor);
        };
        return {select,
                select,
                key(Qt::Key_X, Qt::ControlModifier),
                key(Qt::Key_C, Qt::ControlModifier),
                key(Qt::Key_V, Qt::ControlModifier),
                key(Qt::Key_V, Qt::ControlModifier),
                key(Qt::Key_Z, Qt::ControlModifier),
                key(Qt::Key_Y, Qt::ControlModifier),
                key(Qt::Key_K, Qt::ControlModifier),
                key(Qt::Key_Backspace),
                key(Qt::Key_Delete),
                key(Qt::Key_Backspace, Qt::ControlModifier),
                key(Qt::Key_Return, Qt::ShiftModifier),
                key(Qt::Key_F9),
                key(Qt::Key_F9),
                key(Qt::Key_A),
                key(Qt::Key_Space),
                key(Qt::Key_Tab),
                key(Qt::Key_Home),
                key(Qt::Key_End),
                [editor] { editor->setSuggestion(translation, SuggestionState::Complete); },
                [editor] { compose(*editor, QStringLiteral("か"), {}); },
                [editor] { compose(*editor, {}, QStringLiteral("漢👍")); },
                [editor] { editor->insertTagged(translation, TargetEdit::Kind::Pasting); },
                [editor, &random] { drop(*editor, QPoint(random.bounded(editor->width()), random.bounded(editor->height())), translation); },
                [&random] { QGuiApplication::clipboard()->setMimeData(toMimeData(randomTaggedText(random)).release()); }};
    }

    std::unique_ptr<TargetEditor> m_editor;
};

QTEST_MAIN(TestTargetEditor)
#include "tst_target_editor.moc"
