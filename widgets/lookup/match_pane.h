// The matches for the open segment, best first, each one key away.
//
//   pane.setMatches({fuzzy, suggestion});
//   connect(&pane, &MatchPane::insertRequested, &app, [&](int index) { editor->insertTagged(pane.matches()[index].target, …); });
//
// Ctrl+1 to Ctrl+9 work anywhere in the window; Up and Down walk the cards, Enter takes one.
#pragma once

#include "widgets/lookup/match.h"
#include "widgets/plot/theme.h"

#include <QScrollArea>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace interlinear::widgets {

class MatchPane : public QScrollArea {
    Q_OBJECT

public:
    explicit MatchPane(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// The focus stays at its place in the list.
    void setMatches(std::vector<Match> matches);
    const std::vector<Match> &matches() const { return m_matches; }
    /// What to do, said while there is no match.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    /// Index into matches().
    void insertRequested(int index);

private:
    void rebuild();
    void request(int index);
    void focusCard(int index);
    int focusedCard() const;

    Theme m_theme = Theme::light();
    std::vector<Match> m_matches;
    QVBoxLayout *m_layout;
    QLabel *m_empty;
    QList<QWidget *> m_cards;
};

}  // namespace interlinear::widgets
