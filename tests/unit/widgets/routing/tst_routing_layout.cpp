// Hit-testing inverts painting for every cell of every shape; blocks stay two cells apart at any size.
#include "widgets/routing/routing_layout.h"

#include <QTest>

using namespace interlinear::widgets;
using interlinear::mixmoe::ExpertGroup;

class TestRoutingLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapes_data()
    {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("experts");
        QTest::addColumn<double>("width");
        QTest::newRow("the model that ships") << 3 << 2 << 4 << 1200.0;
        QTest::newRow("two experts a group") << 4 << 2 << 2 << 800.0;
        QTest::newRow("narrow") << 4 << 2 << 4 << 100.0;
        QTest::newRow("one group") << 3 << 1 << 4 << 600.0;
        QTest::newRow("64 experts") << 2 << 2 << 64 << 1200.0;
        QTest::newRow("one expert") << 1 << 2 << 1 << 4000.0;
    }

    void shapes()
    {
        QFETCH(int, layers);
        QFETCH(int, groups);
        QFETCH(int, experts);
        QFETCH(double, width);
        const int rows = 5;
        const RoutingLayout layout({.layers = layers,
                                    .groups = groups,
                                    .expertsPerGroup = experts,
                                    .rows = rows,
                                    .availableWidth = width,
                                    .labelWidth = 72,
                                    .textHeight = 15});
        for (int row = 0; row < rows; ++row) {
            for (int layer = 0; layer < layers; ++layer) {
                for (int group = 0; group < groups; ++group) {
                    for (int expert = 0; expert < experts; ++expert) {
                        const RoutingCell cell{row, layer, static_cast<ExpertGroup>(group), expert};
                        const QRectF rect = layout.cellRect(cell);
                        QVERIFY(QRectF({}, layout.size()).contains(rect));
                        for (const QPointF &inside : {rect.topLeft() + QPointF(0.01, 0.01), rect.center(), rect.bottomRight() - QPointF(0.01, 0.01)})
                            QCOMPARE(layout.cellAt(inside), std::optional(cell));
                    }
                }
            }
        }
        for (int layer = 0; layer < layers; ++layer) {
            const QRectF lm = layout.blockRect(layer, ExpertGroup::LanguageModel);
            if (groups == 2) {
                const QRectF mt = layout.blockRect(layer, ExpertGroup::Translation);
                QVERIFY(mt.left() - lm.right() >= 2 * layout.cellWidth());
                QVERIFY(!layout.cellAt({(lm.right() + mt.left()) / 2, lm.center().y()}));
            }
            if (layer > 0)
                QVERIFY(lm.left() - layout.layerRect(layer - 1).right() > layout.groupGap());
        }
    }

    void outsideIsNothing()
    {
        const RoutingLayout layout(
            {.layers = 2, .groups = 2, .expertsPerGroup = 4, .rows = 3, .availableWidth = 900, .labelWidth = 60, .textHeight = 15});
        const QRectF corner = layout.cellRect({0, 0, ExpertGroup::LanguageModel, 0});
        for (const QPointF &point : {QPointF(-1, -1), corner.topLeft() - QPointF(1, -1), corner.topLeft() - QPointF(-1, 1),
                                     QPointF(layout.size().width(), layout.size().height()), QPointF(1e6, 1e6)})
            QVERIFY(!layout.cellAt(point));
        QVERIFY(!RoutingLayout().cellAt({10, 10}));
        QVERIFY(RoutingLayout().isEmpty());
    }

    void fillsTheWidthItHas()
    {
        const auto widthFor = [](double available) {
            return RoutingLayout(
                       {.layers = 4, .groups = 2, .expertsPerGroup = 4, .rows = 3, .availableWidth = available, .labelWidth = 60, .textHeight = 15})
                .size()
                .width();
        };
        QVERIFY(widthFor(1400) <= 1400);
        QVERIFY(widthFor(1400) > 1300);
        QCOMPARE(widthFor(300), widthFor(200));
    }
};

QTEST_MAIN(TestRoutingLayout)
#include "tst_routing_layout.moc"
