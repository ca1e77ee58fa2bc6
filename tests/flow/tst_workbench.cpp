// A translator's work in the real window, by keys and clicks: from a document on disk to a translated document on disk.
#include "app/workbench/filter_bar.h"
#include "tests/flow/workbench_fixture.h"
#include "widgets/lookup/match_pane.h"
#include "widgets/routing/routing_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;
using interlinear::widgets::SegmentRow;
using interlinear::widgets::SegmentState;

namespace {

const QByteArray letter = "# Welcome to our house\n\n"
                          "Good morning. The **key** is beside the door. The key is beside the garden door.\n\n"
                          "- Please read this letter.\n"
                          "- The garden is behind the house.\n\n"
                          "```\nnot a sentence.\n```\n\n"
                          "Have a good time!\n";

constexpr int letterRows = 7;

}  // namespace

class TestWorkbench : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WorkbenchFixture>();
        QVERIFY(m_fixture->loadModel());
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), letter)));
        QCOMPARE(m_fixture->rows().size(), std::size_t(letterRows));
    }

    void cleanup() { m_fixture.reset(); }

    void opensAtTheFirstOpenRow()
    {
        QCOMPARE(m_fixture->openRow().number, 1);
        QVERIFY(m_fixture->editor().hasFocus());
        QCOMPARE(m_fixture->window().windowTitle(), QStringLiteral("letter.md — Interlinear"));
    }

    void suggestionStandsInGreyAndIsTaken()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        const std::string suggested = m_fixture->window().routing().shownCapture()->targetText;
        QVERIFY(!suggested.empty());
        QCOMPARE(m_fixture->editor().ghostText().toStdString(), suggested);
        m_fixture->press(Qt::Key_Tab);
        QVERIFY(!m_fixture->openRow().target.text.empty());
        QVERIFY(suggested.starts_with(m_fixture->openRow().target.text));
        m_fixture->press(Qt::Key_End);
        QCOMPARE(m_fixture->openRow().target.text, suggested);
        QCOMPARE(m_fixture->openRow().state, SegmentState::Draft);
        QVERIFY(m_fixture->openRow().match.isMachine());
    }

    void whatIsTypedBeginsTheNextSuggestion()
    {
        m_fixture->type(QStringLiteral("Haus "));
        QVERIFY(m_fixture->waitForSuggestion());
        QVERIFY(m_fixture->window().routing().shownCapture()->targetText.starts_with("Haus "));
        QCOMPARE(m_fixture->openRow().target.text, std::string("Haus "));
    }

    void confirmMovesToTheNextOpenRow()
    {
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 1);   // nothing to confirm yet
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->rows()[0].state, SegmentState::Confirmed);
        QCOMPARE(m_fixture->openRow().number, 2);
        QVERIFY(m_fixture->editor().hasFocus());
    }

    void undoGoesBackAcrossRows()
    {
        const std::vector<SegmentRow> before = m_fixture->rows();
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->type(QStringLiteral("Guten Morgen."));
        m_fixture->openRowNumber(6);
        m_fixture->press(Qt::Key_Insert, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().target, m_fixture->openRow().source);
        m_fixture->press(Qt::Key_Delete, Qt::AltModifier);
        QVERIFY(m_fixture->openRow().target.empty());

        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().target, m_fixture->openRow().source);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 2);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 1);
        QCOMPARE(m_fixture->openRow().state, SegmentState::Draft);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->rows(), before);
        for (int i = 0; i < 5; ++i)
            m_fixture->press(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m_fixture->rows()[0].state, SegmentState::Confirmed);
        QCOMPARE(m_fixture->rows()[1].target.text, std::string("Guten Morgen."));
    }

    void tagsArePutByKey()
    {
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("Der Schlüssel"));
        QVERIFY(!m_fixture->openRow().problem.isEmpty());
        m_fixture->press(Qt::Key_F9);
        m_fixture->press(Qt::Key_F9);
        QVERIFY(sameTags(m_fixture->openRow().source, m_fixture->openRow().target));
        QVERIFY(m_fixture->openRow().problem.isEmpty());
    }

    void aConfirmedSegmentIsFoundAtOnce()
    {
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("Der Schlüssel ist neben der Tür."));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 4);
        auto *pane = m_fixture->window().findChild<widgets::MatchPane *>();
        QTRY_VERIFY(!pane->matches().empty() && pane->matches().front().kind == widgets::Match::Kind::Memory);
        QCOMPARE(pane->matches().front().target.text, std::string("Der Schlüssel ist neben der Tür."));
        QVERIFY(pane->matches().front().scorePerMille < 1000);
        m_fixture->press(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().target.text, std::string("Der Schlüssel ist neben der Tür."));
        QVERIFY(!m_fixture->openRow().match.isMachine());
        m_fixture->press(Qt::Key_Delete, Qt::AltModifier);
        m_fixture->press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().target.text, std::string("Der Schlüssel ist neben der Tür."));
    }

    void asksForAnotherWayToSayIt()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        const std::string first = m_fixture->window().routing().shownCapture()->targetText;
        QSignalSpy same(&m_fixture->window().assistant(), &RowAssistant::noOtherWayFound);
        m_fixture->press(Qt::Key_Down, Qt::AltModifier);
        QVERIFY(!m_fixture->window().routing().shownCapture());
        QVERIFY(m_fixture->waitForSuggestion());
        const std::string second = m_fixture->window().routing().shownCapture()->targetText;
        QCOMPARE(same.size(), second == first ? 1 : 0);
        QCOMPARE(m_fixture->editor().ghostText().toStdString(), second);
    }

    void anotherWordIsChosenFromTheList()
    {
        m_fixture->openRowNumber(3);
        QVERIFY(m_fixture->waitForSuggestion());
        m_fixture->press(Qt::Key_M, Qt::ControlModifier);
        const TaggedText before = m_fixture->openRow().target;
        auto &words = m_fixture->window().alternatives();
        auto *list = m_fixture->window().findChild<widgets::AlternativesList *>();
        QSignalSpy shown(&words, &WordAlternatives::shown);
        const auto ask = [&] {
            shown.clear();
            m_fixture->editor().moveCursor(QTextCursor::Start);
            m_fixture->press(Qt::Key_Space, Qt::ControlModifier);
            return shown.wait() && list->isVisible();
        };
        QVERIFY(ask());
        const std::vector<widgets::WordAlternative> offered = list->alternatives();
        QVERIFY(offered.size() > 1);
        for (std::size_t i = 1; i < offered.size(); ++i)
            QVERIFY(offered[i].probability <= offered[i - 1].probability);
        QTest::keyClick(list, Qt::Key_Escape);
        QVERIFY(!list->isVisible());
        QCOMPARE(m_fixture->openRow().target, before);

        QVERIFY(ask());
        const QString first = offered[1].word + offered[1].rest;
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(!list->isVisible());
        QCOMPARE(QString::fromStdString(m_fixture->openRow().target.text), first);
        QVERIFY(sameTags(m_fixture->openRow().source, m_fixture->openRow().target));
        QCOMPARE(m_fixture->openRow().state, SegmentState::Draft);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().target, before);

        QVERIFY(ask());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        QCOMPARE(QString::fromStdString(m_fixture->openRow().target.text), first);
    }

    void anAnswerForAnotherPlaceIsNotShown()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        auto &words = m_fixture->window().alternatives();
        QSignalSpy shown(&words, &WordAlternatives::shown);
        m_fixture->press(Qt::Key_Space, Qt::ControlModifier);
        m_fixture->type(QStringLiteral("W"));
        QVERIFY(m_fixture->waitForSuggestion());
        QCOMPARE(shown.count(), 0);
        m_fixture->press(Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(shown.wait());
        auto *list = m_fixture->window().findChild<widgets::AlternativesList *>();
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(m_fixture->openRow().target.text.starts_with("W"));
        QVERIFY(m_fixture->openRow().target.text.size() > 1);
    }

    void pretranslatesTheRest()
    {
        m_fixture->type(QStringLiteral("Willkommen"));
        QSignalSpy done(&m_fixture->window(), &MainWindow::pretranslated);
        m_fixture->window().actions().pretranslate->trigger();
        QVERIFY(done.wait());
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Willkommen"));
        QCOMPARE(m_fixture->session().counts().machine, letterRows - 1);
        QCOMPARE(m_fixture->session().undoStack()->count(), 2);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_fixture->session().counts().machine, 0);
        m_fixture->press(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m_fixture->session().counts().machine, letterRows - 1);
    }

    void pretranslationIsCancelledInTheMiddle()
    {
        QByteArray many;
        for (int i = 0; i < 400; ++i)
            many += "Sentence number " + QByteArray::number(i) + " is about the garden and the house.\n\n";
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("many.txt"), many)));
        auto *cancel = m_fixture->window().findChild<QToolButton *>(QStringLiteral("pretranslationCancel"));
        QVERIFY(!cancel->isVisible());
        QSignalSpy done(&m_fixture->window(), &MainWindow::pretranslated);
        m_fixture->window().actions().pretranslate->trigger();
        QTRY_VERIFY(m_fixture->session().counts().machine > 0);
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(done.size(), 1);
        const int filled = m_fixture->session().counts().machine;
        QVERIFY(filled < 400);
        QVERIFY(!cancel->isVisible());
        const int openOne = m_fixture->openRow().state == SegmentState::Machine ? 1 : 0;
        m_fixture->type(QStringLiteral("x"));   // the window is as alive as before
        QVERIFY(m_fixture->waitUntilSaved());
        QCOMPARE(m_fixture->session().counts().machine, filled - openOne);
    }

    void undoingThePretranslationStopsIt()
    {
        QByteArray many;
        for (int i = 0; i < 400; ++i)
            many += "Sentence number " + QByteArray::number(i) + " is about the garden and the house.\n\n";
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("many.txt"), many)));
        QSignalSpy done(&m_fixture->window(), &MainWindow::pretranslated);
        m_fixture->window().actions().pretranslate->trigger();
        QTRY_VERIFY(m_fixture->session().counts().machine > 0);
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(done.size(), 1);
        QCOMPARE(m_fixture->session().counts().machine, 0);
    }

    void switchingAnExpertOffShowsBeforeAndAfter()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        RoutingPanel &routing = m_fixture->window().routing();
        widgets::RoutingHeatmap *heatmap = routing.view()->heatmap();
        const auto before = routing.shownCapture();
        const widgets::RoutingCell cell{.row = 0, .layer = 0, .group = mixmoe::ExpertGroup::Translation,
                                        .expert = before->chosen(0, firstGenerated(*before), mixmoe::ExpertGroup::Translation)};
        QTest::mouseClick(heatmap->viewport(), Qt::LeftButton, {}, heatmap->layout().cellRect(cell).center().toPoint());
        QTRY_VERIFY(routing.view()->comparison()->isVisible());
        const auto after = routing.shownCapture();
        QVERIFY(after != before);
        QCOMPARE(after->interventions.size(), std::size_t(1));
        QCOMPARE(after->interventions.front().layer, before->layerIndex[0]);
        QCOMPARE(after->interventions.front().expert, cell.expert);
        QCOMPARE(routing.experiment().describe(), QStringLiteral("Without MT %1 in layer %2").arg(cell.expert).arg(before->layerIndex[0]));
        for (std::size_t token = 0; token < after->tokenCount(); ++token)
            QVERIFY(after->chosen(0, token, mixmoe::ExpertGroup::Translation) != cell.expert);

        auto *restore = routing.view()->findChild<QPushButton *>(QStringLiteral("comparisonRestore"));
        QTest::mouseClick(restore, Qt::LeftButton);
        QVERIFY(!routing.view()->comparison()->isVisible());
        QCOMPARE(*routing.shownCapture(), *before);
    }

    void aBandOfTheSpectrumShowsBeforeAndAfter()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        RoutingPanel &routing = m_fixture->window().routing();
        const auto before = routing.shownCapture();
        auto *spectrum = routing.view()->findChild<QToolButton *>(QStringLiteral("routingSpectrum"));
        QVERIFY(!routing.view()->bands()->isVisible());
        QTest::mouseClick(spectrum, Qt::LeftButton);
        QVERIFY(routing.view()->bands()->isVisible() && !routing.experiment().isActive());
        QCOMPARE(routing.view()->bands()->band(), (widgets::Band{.first = 0, .last = 12}));

        const auto set = [&](const char *name, const char *number) {
            auto *box = routing.view()->findChild<QSpinBox *>(QString::fromLatin1(name));
            box->setFocus();
            box->selectAll();
            QTest::keyClicks(box, QString::fromLatin1(number));
            QTest::keyClick(box, Qt::Key_Return);
        };
        set("bandFirst", "2");
        set("bandPercent", "-50");
        QTRY_VERIFY(routing.view()->comparison()->isVisible());
        const mixmoe::Interventions &items = routing.shownCapture()->interventions;
        QCOMPARE(items.size(), std::size_t(2));
        for (const mixmoe::Intervention &item : items)
            QVERIFY(item.kind == mixmoe::Intervention::Kind::Band && item.firstBin == 2 && item.lastBin == 12 && item.factor == -0.5F && item.layer == -1);
        QVERIFY(routing.shownCapture()->gateProbabilities != before->gateProbabilities);
        QCOMPARE(routing.experiment().describe(), QStringLiteral("Bins 2 to 12 at -50 %"));

        QTest::mouseClick(routing.view()->findChild<QPushButton *>(QStringLiteral("comparisonRestore")), Qt::LeftButton);
        QCOMPARE(*routing.shownCapture(), *before);
        QCOMPARE(routing.view()->bands()->band(), (widgets::Band{.first = 2, .last = 12}));
        set("bandPercent", "0");
        QTRY_VERIFY(routing.view()->comparison()->isVisible());
        QTest::mouseClick(spectrum, Qt::LeftButton);   // out of sight, without effect
        QVERIFY(!routing.experiment().isActive() && !routing.view()->comparison()->isVisible());
        QCOMPARE(*routing.shownCapture(), *before);
    }

    void languageExpertsAlone()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        RoutingPanel &routing = m_fixture->window().routing();
        m_fixture->window().actions().languageModelOnly->trigger();
        QTRY_VERIFY(routing.view()->comparison()->isVisible());
        const auto capture = routing.shownCapture();
        for (int layer = 0; layer < capture->layers(); ++layer) {
            for (std::size_t token = 0; token < capture->tokenCount(); ++token)
                QCOMPARE(capture->chosen(layer, token, mixmoe::ExpertGroup::Translation), -1);
        }
        auto *adopt = routing.view()->findChild<QPushButton *>(QStringLiteral("comparisonAdopt"));
        QTest::mouseClick(adopt, Qt::LeftButton);
        QCOMPARE(m_fixture->openRow().target.text, capture->targetText);
        m_fixture->window().actions().restoreExperts->trigger();
        QVERIFY(!m_fixture->window().actions().languageModelOnly->isChecked());
    }

    void selectionGoesBothWays()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        m_fixture->press(Qt::Key_End);
        widgets::RoutingHeatmap *heatmap = m_fixture->window().routing().view()->heatmap();
        const auto capture = m_fixture->window().routing().shownCapture();
        std::size_t token = firstGenerated(*capture);
        while (capture->tokens[token].byteFallback || capture->tokens[token].spanUtf16.empty())
            ++token;
        QSignalSpy activated(heatmap, &widgets::RoutingHeatmap::tokenActivated);
        const QRectF row = heatmap->layout().rowRect(static_cast<int>(token - firstGenerated(*capture)));
        heatmap->verticalScrollBar()->setValue(static_cast<int>(row.top() - heatmap->layout().headHeight()));
        QTest::mouseClick(heatmap->viewport(), Qt::LeftButton, {},
                          QPoint(4, static_cast<int>(row.center().y()) - heatmap->verticalScrollBar()->value()));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.last().first().value<Utf16Span>(), capture->tokens[token].spanUtf16);
        QVERIFY(!m_fixture->editor().extraSelections().isEmpty());

        const QImage before = heatmap->grab().toImage();
        m_fixture->editor().setFocus();
        m_fixture->press(Qt::Key_Home, Qt::ControlModifier);
        QVERIFY(heatmap->grab().toImage() != before);
    }

    void filterShowsSomeRows()
    {
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        m_fixture->type(QStringLiteral("garden"));
        QCOMPARE(m_fixture->window().grid().model()->rowCount(), 2);
        auto *bar = m_fixture->window().findChild<FilterBar *>();
        bar->reset();
        QCOMPARE(m_fixture->window().grid().model()->rowCount(), letterRows);
        for (QToolButton *chip : bar->findChildren<QToolButton *>()) {
            if (chip->text().startsWith(QStringLiteral("Open")))
                QTest::mouseClick(chip, Qt::LeftButton);
        }
        QCOMPARE(m_fixture->window().grid().model()->rowCount(), letterRows - 1);
        m_fixture->window().grid().setFocus();
        m_fixture->window().actions().undo->trigger();   // the row it concerns is hidden: the filter gives way
        QCOMPARE(m_fixture->openRow().number, 1);
    }

    void aNoticeGoesWhenWorkGoesOn()
    {
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);   // there is no target yet
        QVERIFY(m_fixture->window().messages().isVisible() && !m_fixture->window().messages().isError());
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(!m_fixture->window().messages().isVisible());
        m_fixture->window().messages().showError(QStringLiteral("The disk is full."));
        m_fixture->type(QStringLiteral("Guten Morgen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(m_fixture->window().messages().isVisible());
    }

    void everyChipIsSeenInTheSmallestWindow()
    {
        m_fixture->window().resize(m_fixture->window().minimumSize());
        auto *bar = m_fixture->window().findChild<FilterBar *>();
        QFont wide = bar->font();
        wide.setStretch(130);   // as in a language with longer words
        bar->setFont(wide);
        bar->setCounts({.segments = 1'000'000, .machine = 400'000});
        auto *others = bar->findChild<QToolButton *>(QStringLiteral("otherRows"));
        for (QAction *action : others->menu()->actions()) {
            action->trigger();
            QTRY_VERIFY(bar->isVisible() && bar->width() >= bar->minimumSizeHint().width());
            QVERIFY(others->isChecked() && action->isChecked());
            QVERIFY(bar->geometry().right() < m_fixture->window().width());
            QVERIFY(others->geometry().right() < bar->width());
        }
        m_fixture->window().resize(2400, 800);
        QTRY_COMPARE(others->text(), others->menu()->actions().last()->text());
    }

    void exportsWithTheSourceInTheGaps()
    {
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("ohne Auszeichnung"));   // lacks its tags: cannot be written
        QSignalSpy exported(&m_fixture->window().workspace(), &Workspace::exported);
        const QString path = m_fixture->path(QStringLiteral("letter.de.md"));
        m_fixture->window().workspace().exportDocument(path);
        QVERIFY(exported.wait());
        QCOMPARE(exported.first().first().value<ExportReport>().refused.size(), std::size_t(1));
        QCOMPARE(m_fixture->read(path), QByteArray(letter).replace("Welcome to our house", "Willkommen"));
        QVERIFY(m_fixture->window().messages().sentence().contains(path));
    }

    void routingIsWritten()
    {
        QVERIFY(m_fixture->waitForSuggestion());
        for (const QString &name : {QStringLiteral("routing.json"), QStringLiteral("routing.npz"), QStringLiteral("routing.csv")}) {
            m_fixture->window().exportCapture(m_fixture->path(name));
            QTRY_VERIFY(!m_fixture->read(m_fixture->path(name)).isEmpty());
        }
        QVERIFY(m_fixture->window().routing().view()->writePicture(m_fixture->path(QStringLiteral("routing.png"))));
    }

    void closingAndOpeningFindsEverything()
    {
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->openRowNumber(3);
        m_fixture->type(QStringLiteral("Der "));
        m_fixture->press(Qt::Key_F9);
        m_fixture->type(QStringLiteral("Schlü"));
        const std::vector<SegmentRow> before = m_fixture->rows();
        m_fixture->restart();
        QVERIFY(m_fixture->loadModel());
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows(), before);
        QCOMPARE(m_fixture->openRow().number, 2);
        QCOMPARE(m_fixture->window().workspace().project().memory.units, std::size_t(1));
        QCOMPARE(m_fixture->session().undoStack()->count(), 0);
    }

    void whatIsTypedWhileTheWindowClosesIsKept()
    {
        m_fixture->type(QStringLiteral("Will"));
        m_fixture->window().close();
        m_fixture->type(QStringLiteral("kommen"));
        const std::vector<SegmentRow> before = m_fixture->rows();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows()[0].target.text, std::string("Willkommen"));
        QCOMPARE(m_fixture->rows(), before);
    }

    void takingAConfirmationBackTakesTheUnitBack()
    {
        const auto units = [this] { return m_fixture->window().workspace().project().memory.units; };
        m_fixture->type(QStringLiteral("Willkommen"));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(units(), std::size_t(1));
        m_fixture->press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(units(), std::size_t(0));
        m_fixture->press(Qt::Key_Y, Qt::ControlModifier);
        QTRY_COMPARE(units(), std::size_t(1));
    }

    void documentsOfAProjectKeepTheirUndo()
    {
        m_fixture->type(QStringLiteral("Willkommen"));
        DocumentSession *first = &m_fixture->session();
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("second.txt"), "The second letter.\n")));
        QCOMPARE(m_fixture->window().workspace().project().documents.size(), std::size_t(2));
        QVERIFY(!m_fixture->window().actions().undo->isEnabled());
        m_fixture->window().workspace().activate(first->id());
        QCOMPARE(&m_fixture->session(), first);
        m_fixture->window().actions().undo->trigger();
        QVERIFY(first->row(m_fixture->rows()[0].id)->target.empty());
    }

private:
    static std::size_t firstGenerated(const mixmoe::RoutingCapture &capture)
    {
        std::size_t token = 0;
        while (capture.tokens[token].phase != mixmoe::Phase::Generated)
            ++token;
        return token;
    }

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
