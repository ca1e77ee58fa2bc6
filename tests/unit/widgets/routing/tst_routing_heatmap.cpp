// The heatmap by mouse and keys: what is shown under the pointer is what the capture holds, selection goes both ways, and pictures equal the screen.
#include "invented_capture.h"
#include "widgets/routing/routing_view.h"

#include <QAccessible>
#include <QComboBox>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace interlinear;
using namespace interlinear::widgets;
using mixmoe::ExpertGroup;

namespace {

constexpr int promptTokens = 2;

QPoint centreOf(const RoutingHeatmap &heatmap, const RoutingCell &cell)
{
    return heatmap.layout().cellRect(cell).center().toPoint() - QPoint(heatmap.horizontalScrollBar()->value(), heatmap.verticalScrollBar()->value());
}

QPoint labelOf(const RoutingHeatmap &heatmap, int row)
{
    return {8, static_cast<int>(heatmap.layout().rowRect(row).center().y()) - heatmap.verticalScrollBar()->value()};
}

/// Whether some line end of the accent colour runs along the row's left edge.
bool isOutlined(RoutingHeatmap &heatmap, int row)
{
    const QImage image = heatmap.viewport()->grab().toImage();
    const QColor accent = Theme::light().accent;
    const int y = labelOf(heatmap, row).y();
    for (int x = 0; x < 6; ++x) {
        const QColor pixel = image.pixelColor(x, y);
        if (std::abs(pixel.red() - accent.red()) < 60 && pixel.blue() > pixel.red() + 60)
            return true;
    }
    return false;
}

}  // namespace

class TestRoutingHeatmap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_capture = std::make_shared<mixmoe::RoutingCapture>(inventedCapture());
        m_heatmap = std::make_unique<RoutingHeatmap>();
        m_heatmap->resize(1000, 320);
        m_heatmap->setCapture(m_capture);
        m_heatmap->show();
        QVERIFY(QTest::qWaitForWindowActive(m_heatmap.get()));
    }

    void cleanup() { m_heatmap.reset(); }

    void everyCellIsFoundAndSaid()
    {
        const RoutingLayout::Shape &shape = m_heatmap->layout().shape();
        QCOMPARE(shape.rows, static_cast<int>(m_capture->tokenCount()) - promptTokens);
        for (int row = 0; row < shape.rows; ++row) {
            for (int layer = 0; layer < shape.layers; ++layer) {
                for (const ExpertGroup group : {ExpertGroup::LanguageModel, ExpertGroup::Translation}) {
                    for (int expert = 0; expert < shape.expertsPerGroup; ++expert) {
                        const RoutingPlace place{row + promptTokens, layer, group, expert};
                        const QPoint point = centreOf(*m_heatmap, {row, layer, group, expert});
                        QCOMPARE(m_heatmap->placeAt(point), std::optional(place));
                        QTest::mouseMove(m_heatmap->viewport(), point);
                        QCOMPARE(m_heatmap->sentence(), cellSentence(m_heatmap->table(), place));
                    }
                }
            }
        }
    }

    void clickAsksToSwitchOff()
    {
        QSignalSpy toggles(m_heatmap.get(), &RoutingHeatmap::expertToggleRequested);
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton, {}, centreOf(*m_heatmap, {1, 2, ExpertGroup::Translation, 3}));
        QCOMPARE(toggles.size(), 1);
        QCOMPARE(toggles[0][0].toInt(), 5);
        QCOMPARE(toggles[0][1].value<ExpertGroup>(), ExpertGroup::Translation);
        QCOMPARE(toggles[0][2].toInt(), 3);
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton, {}, labelOf(*m_heatmap, 1));
        QCOMPARE(toggles.size(), 1);
    }

    void keysWalkThroughEveryColumn()
    {
        QSignalSpy toggles(m_heatmap.get(), &RoutingHeatmap::expertToggleRequested);
        QSignalSpy tokens(m_heatmap.get(), &RoutingHeatmap::tokenActivated);
        QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QCOMPARE(m_heatmap->cursorPlace(), std::optional(RoutingPlace{promptTokens, 0, ExpertGroup::LanguageModel, 0}));
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QCOMPARE(m_heatmap->cursorPlace(), std::optional(RoutingPlace{promptTokens, 0, ExpertGroup::Translation, 0}));
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QCOMPARE(m_heatmap->cursorPlace()->layer, 1);
        QTest::keyClick(m_heatmap.get(), Qt::Key_End);
        QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QCOMPARE(m_heatmap->cursorPlace(), std::optional(RoutingPlace{promptTokens, 2, ExpertGroup::Translation, 3}));
        tokens.clear();
        QTest::keyClick(m_heatmap.get(), Qt::Key_Down);
        QCOMPARE(tokens.size(), 1);
        QCOMPARE(tokens[0][0].value<Utf16Span>(), (Utf16Span{3, 8}));
        QTest::keyClick(m_heatmap.get(), Qt::Key_Return);
        QCOMPARE(toggles.size(), 1);
        QCOMPARE(toggles[0][0].toInt(), 5);
    }

    void screenReadersHearTheCursor()
    {
        QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(m_heatmap.get());
        QVERIFY(accessible);
        QCOMPARE(accessible->text(QAccessible::Description), cellSentence(m_heatmap->table(), *m_heatmap->cursorPlace()));
    }

    void selectionComesFromTheText_data()
    {
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("end");
        QTest::addColumn<QList<int>>("rows");
        QTest::newRow("caret in a word") << 5 << 5 << QList<int>{1};
        QTest::newRow("caret between two tokens") << 8 << 8 << QList<int>{2};
        QTest::newRow("caret at the end") << 18 << 18 << QList<int>{8};
        QTest::newRow("two tokens") << 4 << 9 << QList<int>{1, 2};
        QTest::newRow("an emoji and all its bytes") << 12 << 14 << QList<int>{4, 5, 6, 7};
    }

    void selectionComesFromTheText()
    {
        QFETCH(int, begin);
        QFETCH(int, end);
        QFETCH(QList<int>, rows);
        QSignalSpy tokens(m_heatmap.get(), &RoutingHeatmap::tokenActivated);
        m_heatmap->setSelectedSpan(Utf16Span{static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
        for (int row = 0; row < m_heatmap->layout().shape().rows; ++row)
            QCOMPARE(isOutlined(*m_heatmap, row), rows.contains(row));
        QCOMPARE(tokens.size(), 0);
        m_heatmap->setSelectedSpan(std::nullopt);
        for (int row = 0; row < m_heatmap->layout().shape().rows; ++row)
            QVERIFY(!isOutlined(*m_heatmap, row));
    }

    void selectionGoesToTheText()
    {
        QSignalSpy tokens(m_heatmap.get(), &RoutingHeatmap::tokenActivated);
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton, {}, labelOf(*m_heatmap, 2));
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton, {}, labelOf(*m_heatmap, 5));
        QCOMPARE(tokens.size(), 2);
        QCOMPARE(tokens[0][0].value<Utf16Span>(), (Utf16Span{8, 11}));
        QCOMPARE(tokens[1][0].value<Utf16Span>(), (Utf16Span{12, 14}));
    }

    void phasesAreApart()
    {
        QSignalSpy tokens(m_heatmap.get(), &RoutingHeatmap::tokenActivated);
        m_heatmap->setPhase(PhaseFilter::Prompt);
        QCOMPARE(m_heatmap->layout().shape().rows, promptTokens);
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton, {}, labelOf(*m_heatmap, 0));
        QCOMPARE(tokens.size(), 0);
        m_heatmap->setPhase(PhaseFilter::Both);
        QCOMPARE(m_heatmap->layout().shape().rows, static_cast<int>(m_capture->tokenCount()));
    }

    void layersAreChosen()
    {
        m_heatmap->setShownLayers({2, 7});
        QCOMPARE(m_heatmap->shownLayers(), std::vector<int>{2});
        QCOMPARE(m_heatmap->placeAt(centreOf(*m_heatmap, {0, 0, ExpertGroup::LanguageModel, 0}))->layer, 2);
        m_heatmap->setShownLayers({});
        QCOMPARE(m_heatmap->layout().shape().layers, 3);
    }

    void growsWhileDecoding()
    {
        m_heatmap->beginStream(m_capture->layerIndex, m_capture->expertsPerGroup, m_capture->groups);
        QVERIFY(m_heatmap->layout().isEmpty());
        for (std::size_t token = 0; token < m_capture->tokenCount(); ++token)
            QVERIFY(m_heatmap->appendToken(m_capture->tokens[token], routingOf(*m_capture, token)));
        const QImage streamed = m_heatmap->viewport()->grab().toImage();
        m_heatmap->setCapture(m_capture);
        QCOMPARE(m_heatmap->viewport()->grab().toImage(), streamed);
    }

    void switchedOffExpertsLookDifferent()
    {
        const QImage before = m_heatmap->viewport()->grab().toImage();
        mixmoe::Intervention off;
        off.expert = 2;
        off.layer = 3;
        m_heatmap->setInterventions({off});
        const QImage after = m_heatmap->viewport()->grab().toImage();
        for (const int expert : {1, 2, 3}) {
            const QRect cell = m_heatmap->layout().cellRect({0, 1, ExpertGroup::Translation, expert}).toRect();
            QCOMPARE(before.copy(cell) == after.copy(cell), expert != 2);
        }
        off.enabled = false;
        m_heatmap->setInterventions({off});
        QCOMPARE(m_heatmap->viewport()->grab().toImage(), before);
    }

    void masksCoverWhatTheyName()
    {
        mixmoe::Intervention all;
        QVERIFY(isSwitchedOff({all}, 1, ExpertGroup::Translation, 3));
        QVERIFY(!isSwitchedOff({all}, 1, ExpertGroup::LanguageModel, 3));
        all.layer = 5;
        QVERIFY(!isSwitchedOff({all}, 1, ExpertGroup::Translation, 3));
        all.kind = mixmoe::Intervention::Kind::Scale;
        QVERIFY(!isSwitchedOff({all}, 5, ExpertGroup::Translation, 3));
    }

    void pictureEqualsTheScreen()
    {
        m_heatmap->setSelectedSpan(Utf16Span{3, 8});
        m_heatmap->resize(m_heatmap->width(), static_cast<int>(m_heatmap->pictureSize().height()));
        QCOMPARE(m_heatmap->pictureSize(), QSizeF(m_heatmap->viewport()->size()));
        QImage screen(m_heatmap->viewport()->size(), QImage::Format_ARGB32_Premultiplied);
        m_heatmap->viewport()->render(&screen);
        QImage picture(screen.size(), QImage::Format_ARGB32_Premultiplied);
        QPainter painter(&picture);
        m_heatmap->renderTo(painter, QRectF(picture.rect()));
        painter.end();
        QCOMPARE(picture, screen);
    }

    void picturesAreWritten()
    {
        QTemporaryDir folder;
        RoutingView view;
        view.resize(1000, 320);
        view.heatmap()->setCapture(m_capture);
        const QString png = folder.filePath(QStringLiteral("a.png"));
        const QString svg = folder.filePath(QStringLiteral("a.svg"));
        QVERIFY(view.writePicture(png, 2) && view.writePicture(svg));
        QCOMPARE(QImage(png).size(), (view.heatmap()->pictureSize() * 2).toSize());
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("LM experts") && text.contains("layer 1"), "texts stay texts");
        QVERIFY(QSvgRenderer(text).isValid());
        QVERIFY(!view.writePicture(folder.filePath(QStringLiteral("no/such/folder/a.png"))));
    }

    void emptyStateSpeaks()
    {
        m_heatmap->setEmptyText(QStringLiteral("Nothing yet."));
        m_heatmap->setCapture(nullptr);
        QVERIFY(m_heatmap->layout().isEmpty());
        QTest::keyClick(m_heatmap.get(), Qt::Key_Down);
        QTest::mouseClick(m_heatmap->viewport(), Qt::LeftButton);
        QVERIFY(!m_heatmap->cursorPlace());
        const QImage image = m_heatmap->viewport()->grab().toImage();
        QImage blank = image;
        blank.fill(Theme::light().surface);
        QVERIFY(image != blank);
    }

    void cursorScrollsIntoView()
    {
        m_heatmap->resize(260, 140);
        QTest::keyClick(m_heatmap.get(), Qt::Key_Right);
        QTest::keyClick(m_heatmap.get(), Qt::Key_End);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(m_heatmap.get(), Qt::Key_Down);
        const RoutingPlace last{static_cast<int>(m_capture->tokenCount()) - 1, 2, ExpertGroup::Translation, 3};
        QCOMPARE(m_heatmap->cursorPlace(), std::optional(last));
        QCOMPARE(m_heatmap->placeAt(centreOf(*m_heatmap, {8, 2, ExpertGroup::Translation, 3})), std::optional(last));
    }

    void numbersAreThoseOfTheFiles()
    {
        QTemporaryDir folder;
        RoutingView view;
        view.resize(1000, 320);
        view.heatmap()->setCapture(m_capture);
        QMenu *menu = view.findChild<QToolButton *>(QStringLiteral("routingLayers"))->menu();
        Q_EMIT menu->aboutToShow();
        const QString svg = folder.filePath(QStringLiteral("a.svg"));
        QVERIFY(view.writePicture(svg));
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString picture = QString::fromUtf8(file.readAll());
        for (std::size_t i = 0; i < m_capture->layerIndex.size(); ++i) {
            const QString number = QString::number(m_capture->layerIndex[i]);
            QVERIFY(picture.contains(QStringLiteral(">layer ") + number + QLatin1Char('<')));
            QCOMPARE(menu->actions()[static_cast<qsizetype>(i) + 2]->text(), QStringLiteral("Layer ") + number);
        }
        for (int expert = 0; expert < m_capture->expertsPerGroup; ++expert)
            QCOMPARE(expertName(ExpertGroup::Translation, expert), QStringLiteral("MT %1").arg(expert));
        QVERIFY(picture.contains(QStringLiteral(">0<")) && !picture.contains(QStringLiteral(">%1<").arg(m_capture->expertsPerGroup)));
    }

    void controlsDriveTheHeatmap()
    {
        RoutingView view;
        view.heatmap()->setCapture(m_capture);
        view.findChild<QComboBox *>(QStringLiteral("routingPhase"))->setCurrentIndex(1);
        QCOMPARE(view.heatmap()->phase(), PhaseFilter::Prompt);
        QMenu *menu = view.findChild<QToolButton *>(QStringLiteral("routingLayers"))->menu();
        Q_EMIT menu->aboutToShow();
        menu->actions()[3]->trigger();
        QCOMPARE(view.heatmap()->shownLayers(), (std::vector<int>{0, 2}));
        menu->actions()[0]->trigger();
        QCOMPARE(view.heatmap()->shownLayers().size(), 3u);
    }

    void comparisonMarksTheWords()
    {
        ComparisonView view;
        QSignalSpy restores(&view, &ComparisonView::restoreRequested);
        view.setComparison(
            {.title = QStringLiteral("Without MT 2"), .before = QStringLiteral("Die alte Leitung"), .after = QStringLiteral("Die neue Leitung")});
        QCOMPARE(joined(view.differences(), DifferenceSide::After), QStringLiteral("Die neue Leitung"));
        QCOMPARE(view.differences().size(), 4u);
        QTest::mouseClick(view.findChild<QWidget *>(QStringLiteral("comparisonRestore")), Qt::LeftButton);
        QCOMPARE(restores.size(), 1);
        view.clear();
        QVERIFY(!view.isVisible());
    }

private:
    std::shared_ptr<mixmoe::RoutingCapture> m_capture;
    std::unique_ptr<RoutingHeatmap> m_heatmap;
};

QTEST_MAIN(TestRoutingHeatmap)
#include "tst_routing_heatmap.moc"
