#include "widgets/lookup/match_pane.h"

#include "widgets/lookup/match_card.h"
#include "widgets/lookup/number_keys.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace interlinear::widgets {

MatchPane::MatchPane(QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(QStringLiteral("matchPane"));
    setAccessibleName(tr("Matches"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(12, 12, 12, 12);
    m_layout->setSpacing(8);
    m_empty = new QLabel(tr("No match yet. Open a segment, or add a memory to the project, and what fits is listed here."), content);
    m_empty->setObjectName(QStringLiteral("matchPaneEmpty"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_layout->addWidget(m_empty);
    m_layout->addStretch();
    setWidget(content);
    addNumberKeys(*this, Qt::ControlModifier, [this](int number) { request(number - 1); });
    setTheme(m_theme);
}

void MatchPane::setTheme(const Theme &theme)
{
    m_theme = theme;
    setPalette(theme.palette());
    QPalette colours = theme.palette();
    colours.setColor(QPalette::WindowText, theme.muted);
    m_empty->setPalette(colours);
    rebuild();
}

void MatchPane::setMatches(std::vector<Match> matches)
{
    if (matches == m_matches)
        return;
    m_matches = std::move(matches);
    rebuild();
}

void MatchPane::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void MatchPane::rebuild()
{
    const int focused = focusedCard();
    qDeleteAll(m_cards);
    m_cards.clear();
    for (std::size_t i = 0; i < m_matches.size(); ++i) {
        const int index = static_cast<int>(i);
        auto *card = new MatchCard(m_matches[i], index + 1, m_theme, widget());
        connect(card, &MatchCard::chosen, this, [this, index] { request(index); });
        connect(card, &MatchCard::neighbourRequested, this, [this, index](int direction) { focusCard(index + direction); });
        m_layout->insertWidget(index, card);
        card->show();
        m_cards << card;
    }
    m_empty->setVisible(m_matches.empty());
    if (focused >= 0 && !m_cards.isEmpty())
        focusCard(std::min<int>(focused, static_cast<int>(m_cards.size()) - 1));
}

void MatchPane::request(int index)
{
    if (index >= 0 && static_cast<std::size_t>(index) < m_matches.size())
        Q_EMIT insertRequested(index);
}

void MatchPane::focusCard(int index)
{
    if (index < 0 || index >= m_cards.size())
        return;
    m_cards[index]->setFocus();
    ensureWidgetVisible(m_cards[index]);
}

int MatchPane::focusedCard() const
{
    const auto found = std::ranges::find_if(m_cards, [](const QWidget *card) { return card->hasFocus(); });
    return found == m_cards.end() ? -1 : static_cast<int>(found - m_cards.begin());
}

}  // namespace interlinear::widgets
