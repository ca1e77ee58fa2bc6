#include "widgets/routing/routing_sentence.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace interlinear::widgets {

using mixmoe::ExpertGroup;

namespace {

struct RoutingTexts {
    Q_DECLARE_TR_FUNCTIONS(Routing)
};

QString number(double value, int digits)
{
    return QLocale().toString(value, 'f', digits);
}

QStringList placeWords(const RoutingTable &table, const RoutingPlace &place)
{
    return {tokenLabel(table.token(place.token)), RoutingTexts::tr("layer %1").arg(table.layerIndex()[static_cast<std::size_t>(place.layer)]),
            expertName(place.group, place.expert)};
}

QStringList gateWords(const RoutingTable &table, const RoutingPlace &place, int digits)
{
    const auto [token, layer, group, expert] = place;
    const std::optional<float> p = table.probability(layer, token, group, expert);
    if (!p)
        return {table.weightOf(layer, token, group, expert) ? RoutingTexts::tr("chosen") : RoutingTexts::tr("not chosen")};
    QStringList words{RoutingTexts::tr("p %1").arg(number(*p, digits))};
    const int other = table.runnerUp(layer, token, group, expert);
    if (other >= 0) {
        const QString name = expertName(group, other);
        const float next = *table.probability(layer, token, group, other);
        words << (next > *p ? RoutingTexts::tr("best %1, %2") : RoutingTexts::tr("runner-up %1, %2")).arg(name, number(next, digits));
    }
    return words << RoutingTexts::tr("entropy %1").arg(number(*table.entropy(layer, token, group), digits));
}

}  // namespace

QString tokenLabel(const mixmoe::CapturedToken &token)
{
    QString label = QString::fromStdString(token.piece);
    if (label == QChar(0x2581))
        return QString(QChar(0x2423));   // a space by itself; a dot would look like a full stop
    label.replace(QChar(0x2581), QChar(0x00B7));
    label.replace(QLatin1Char('\n'), QChar(0x21B5));
    return label.isEmpty() ? RoutingTexts::tr("(empty)") : label;
}

QString expertName(ExpertGroup group, int expert)
{
    return (group == ExpertGroup::LanguageModel ? RoutingTexts::tr("LM %1") : RoutingTexts::tr("MT %1")).arg(expert);
}

QString cellSentence(const RoutingTable &table, const RoutingPlace &place)
{
    return (placeWords(table, place) + gateWords(table, place, 2)).join(QStringLiteral(" · "));
}

QString cellDetails(const RoutingTable &table, const RoutingPlace &place)
{
    const auto [token, layer, group, expert] = place;
    const mixmoe::CapturedToken &captured = table.token(token);
    QStringList lines{placeWords(table, place).join(QStringLiteral(" · "))};
    lines << gateWords(table, place, 4);
    if (const int rank = table.rank(layer, token, group, expert); rank > 0)
        lines << RoutingTexts::tr("rank %1 of %2").arg(rank).arg(table.expertsPerGroup());
    if (const std::optional<float> weight = table.weightOf(layer, token, group, expert))
        lines << RoutingTexts::tr("chosen, weight %1").arg(number(*weight, 4));
    lines << RoutingTexts::tr("characters %1 to %2").arg(captured.spanUtf16.begin).arg(captured.spanUtf16.end);
    lines << (captured.phase == mixmoe::Phase::Prompt ? RoutingTexts::tr("token of the prompt") : RoutingTexts::tr("generated token"));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace interlinear::widgets
