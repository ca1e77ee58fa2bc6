// Ramps are even and survive colour blindness; every text of the interface has contrast enough on what it stands on.
#include "widgets/plot/colour_space.h"
#include "widgets/plot/match_badge.h"
#include "widgets/plot/segment_state.h"
#include "widgets/plot/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

#include <cmath>
#include <set>

using namespace interlinear::widgets;

namespace {

constexpr int samples = 11;

using Matrix = std::array<std::array<double, 3>, 3>;

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// Luminance of a colour as a dichromat sees it: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
double luminanceSeen(const QColor &colour, const Matrix &matrix)
{
    const double rgb[] = {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
    double seen[3];
    for (std::size_t row = 0; row < 3; ++row)
        seen[row] = matrix[row][0] * rgb[0] + matrix[row][1] * rgb[1] + matrix[row][2] * rgb[2];
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2];
}

const Matrix visions[] = {
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};

QImage pictureOf(SegmentState state, const Theme &theme)
{
    QImage image(28, 28, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintSegmentState(painter, image.rect(), state, theme);
    return image;
}

}  // namespace

class TestColours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void rampStepsAreEven()
    {
        for (const ColourRamp *ramp : {&theme().languageModel, &theme().translation}) {
            std::vector<double> lightness;
            for (int i = 0; i < samples; ++i)
                lightness.push_back(toLab(ramp->at(i / double(samples - 1))).lightness);
            const double mean = (lightness.back() - lightness.front()) / (samples - 1);
            QVERIFY2(std::abs(mean) > 4, "the ramp spans too little lightness to be read");
            for (std::size_t i = 1; i < lightness.size(); ++i) {
                const double step = (lightness[i] - lightness[i - 1]) / mean;
                QVERIFY2(step > 0.8 && step < 1.2, qPrintable(QStringLiteral("step %1 is %2 of the mean").arg(i).arg(step)));
            }
        }
    }

    void rampKeepsItsOrderForEveryEye()
    {
        for (const ColourRamp *ramp : {&theme().languageModel, &theme().translation}) {
            for (const Matrix &vision : visions) {
                const bool rising = luminanceSeen(ramp->at(1), vision) > luminanceSeen(ramp->at(0), vision);
                for (int i = 1; i < samples; ++i) {
                    const double before = luminanceSeen(ramp->at((i - 1) / double(samples - 1)), vision);
                    const double after = luminanceSeen(ramp->at(i / double(samples - 1)), vision);
                    QCOMPARE(after > before, rising);
                }
            }
        }
    }

    void rampHitsItsEndsAndClamps()
    {
        const ColourRamp &ramp = theme().languageModel;
        QCOMPARE(ramp.at(-3), ramp.at(0));
        QCOMPARE(ramp.at(7), ramp.at(1));
        QCOMPARE(ramp.at(std::nan("")), ramp.at(0));
        QCOMPARE(ramp.at(0).rgb(), dark() ? 0xFF1A222D : 0xFFF3F7FC);
        QCOMPARE(ramp.at(1).rgb(), dark() ? 0xFFB5D3F3 : 0xFF174F8F);
    }

    void numbersOnCellsAreLegible()
    {
        for (const ColourRamp *ramp : {&theme().languageModel, &theme().translation}) {
            for (double value = 0; value <= 1; value += 0.01)
                QVERIFY(contrastRatio(ramp->at(value), ramp->textOn(value)) >= 4.5);
        }
    }

    void textsAreLegible()
    {
        const Theme colours = theme();
        for (const QColor &background : {colours.window, colours.surface, colours.sunken, colours.selectedRow}) {
            for (const QColor &foreground : {colours.text, colours.muted, colours.accent})
                QVERIFY2(contrastRatio(foreground, background) >= 4.5, qPrintable(foreground.name() + QStringLiteral(" on ") + background.name()));
        }
        for (const QColor &foreground : {colours.good, colours.warning, colours.error})
            QVERIFY(contrastRatio(foreground, colours.surface) >= 4.5);
        QVERIFY(contrastRatio(colours.onAccent(), colours.accent) >= 4.5);
    }

    void badgesAreLegible()
    {
        for (const MatchBadge &badge : {MatchBadge::machine(), MatchBadge::memory(1010), MatchBadge::memory(845), MatchBadge::memory(710)})
            QVERIFY2(contrastRatio(badge.foreground(theme()), badge.background(theme())) >= 4.5, qPrintable(badge.text()));
    }

    void badgeRoundsDown()
    {
        QCOMPARE(MatchBadge::memory(999).text(), QStringLiteral("99"));
        QCOMPARE(MatchBadge::memory(1020).text(), QStringLiteral("102"));
        QVERIFY(MatchBadge().isEmpty());
    }

    void statesDifferInShape()
    {
        std::set<QByteArray> shapes;
        for (const SegmentState state : allSegmentStates) {
            const QImage mask = pictureOf(state, theme()).convertToFormat(QImage::Format_Alpha8);
            shapes.insert(QByteArray(reinterpret_cast<const char *>(mask.constBits()), mask.sizeInBytes()));
        }
        QCOMPARE(shapes.size(), std::size(allSegmentStates));
    }

    void styleSheetIsComplete()
    {
        const QString sheet = theme().styleSheet();
        QVERIFY(sheet.contains(theme().accent.name()));
        QVERIFY(!sheet.contains(QLatin1Char('@')));
    }

private:
    static bool dark()
    {
        QFETCH_GLOBAL(bool, dark);
        return dark;
    }
    static const Theme &theme()
    {
        static const Theme light = Theme::light();
        static const Theme night = Theme::dark();
        return dark() ? night : light;
    }
};

QTEST_MAIN(TestColours)
#include "tst_colours.moc"
