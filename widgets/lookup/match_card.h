// One match as a card: badge, origin and key above, the source with its differences, the target, and what the score lost.
//
//   auto *card = new MatchCard(match, 1, theme, pane);
//   connect(card, &MatchCard::chosen, …);       // Enter, Space or double click
#pragma once

#include "widgets/lookup/match.h"
#include "widgets/plot/theme.h"

#include <QTextDocument>
#include <QWidget>

namespace interlinear::widgets {

class MatchCard : public QWidget {
    Q_OBJECT

public:
    /// `number` from 1 on is also the key: Ctrl+number up to 9.
    MatchCard(const Match &match, int number, const Theme &theme, QWidget *parent = nullptr);

    const Match &match() const { return m_match; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen();
    /// Up (-1) or down (1).
    void neighbourRequested(int direction);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void writeTexts();
    void paintHead(QPainter &painter, const QRect &line);
    void paintBody(QPainter &painter, const QRect &body);
    int headHeight() const;
    int footHeight(int width) const;

    Match m_match;
    int m_number;
    Theme m_theme;
    mutable QTextDocument m_source;
    mutable QTextDocument m_target;
};

}  // namespace interlinear::widgets
