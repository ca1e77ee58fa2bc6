#include "widgets/lookup/short_term_list.h"

namespace interlinear::widgets {

namespace {

/// Each in its own direction of writing.
QString isolated(const QString &text)
{
    return QChar(0x2068) + text + QChar(0x2069);
}

ListLine lineOf(const TermRow &row)
{
    const bool forbidden = row.status == TermState::Forbidden;
    return {.text = QStringLiteral("%1 → %2%3").arg(isolated(row.source), forbidden ? QStringLiteral("✕ ") : QString(), isolated(row.target)),
            .aside = forbidden ? termStateName(row.status) : QString(),
            .tone = forbidden ? Tone::Error : Tone::Quiet};
}

}  // namespace

ShortTermList::ShortTermList(QWidget *parent)
    : ShortList(tr("Terms"), parent)
{
    setObjectName(QStringLiteral("shortTermPane"));
    list()->setObjectName(QStringLiteral("shortTermList"));
    connect(this, &ShortList::chosen, this, [this](int entry) {
        if (m_usable[static_cast<std::size_t>(entry)])
            Q_EMIT insertRequested(m_places[static_cast<std::size_t>(entry)]);
    });
}

void ShortTermList::setTerms(const std::vector<TermRow> &terms)
{
    m_places.clear();
    m_usable.clear();
    std::vector<ListEntry> entries;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].target.isEmpty())
            continue;
        m_places.push_back(static_cast<int>(i));
        m_usable.push_back(terms[i].isUsable());
        entries.push_back({.lines = {lineOf(terms[i])}});
    }
    setEntries(std::move(entries));
}

}  // namespace interlinear::widgets
