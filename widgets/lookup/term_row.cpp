#include "widgets/lookup/term_row.h"

#include <QCoreApplication>

namespace interlinear::widgets {

namespace {

struct TermRowTexts {
    Q_DECLARE_TR_FUNCTIONS(TermRow)
};

/// A shape and the word, so that colour alone says nothing.
QString markedState(TermState state)
{
    switch (state) {
    case TermState::Unknown:
        return {};
    case TermState::Preferred:
        return QStringLiteral("✓ ") + termStateName(state);
    case TermState::Admitted:
        return QStringLiteral("○ ") + termStateName(state);
    case TermState::Forbidden:
        return QStringLiteral("✕ ") + termStateName(state);
    }
    return {};
}

Tone toneOf(TermState state)
{
    return state == TermState::Preferred ? Tone::Good : state == TermState::Forbidden ? Tone::Error : Tone::Quiet;
}

}  // namespace

QString termStateName(TermState state)
{
    switch (state) {
    case TermState::Unknown:
        return {};
    case TermState::Preferred:
        return TermRowTexts::tr("preferred");
    case TermState::Admitted:
        return TermRowTexts::tr("admitted");
    case TermState::Forbidden:
        return TermRowTexts::tr("forbidden");
    }
    return {};
}

ListEntry termEntry(const TermRow &row, const QString &key)
{
    const bool none = row.target.isEmpty();
    ListEntry entry{.lines = {{.text = row.source, .aside = key},
                              {.text = none ? TermRowTexts::tr("no term in this language yet") : row.target,
                               .weight = none ? ListLine::Weight::Quiet : ListLine::Weight::Strong,
                               .struckOut = row.status == TermState::Forbidden,
                               .aside = markedState(row.status),
                               .tone = toneOf(row.status)}}};
    if (!row.explanation.isEmpty())
        entry.lines.push_back({.text = row.explanation, .weight = ListLine::Weight::Quiet});
    return entry;
}

}  // namespace interlinear::widgets
