// Where a target comes from and how well it fits: one small rounded badge, the same everywhere.
//
//   paintMatchBadge(painter, rect, MatchBadge::memory(845), theme, font);   // "84" on blue
//   MatchBadge::machine().text();                                           // "MT"
#pragma once

#include "widgets/plot/theme.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace interlinear::widgets {

class MatchBadge {
public:
    /// Nothing to show.
    MatchBadge() = default;
    static MatchBadge machine();
    /// Score in per mille, 0 to 1020; shown is its tenth, rounded down.
    static MatchBadge memory(int scorePerMille);

    bool isEmpty() const { return m_kind == Kind::None; }
    bool isMachine() const { return m_kind == Kind::Machine; }
    int percent() const { return m_percent; }
    /// "84", "MT", or nothing.
    QString text() const;
    /// For screen readers: "84 percent match".
    QString spokenText() const;

    /// Green from 100 on, blue from 80 on, amber below; the colour of the MT experts for the machine.
    QColor background(const Theme &theme) const;
    QColor foreground(const Theme &theme) const;

    bool operator==(const MatchBadge &) const = default;

private:
    enum class Kind { None, Machine, Memory };

    QColor hue(const Theme &theme) const;

    Kind m_kind = Kind::None;
    int m_percent = 0;
};

/// How large a badge is in this font.
QSizeF matchBadgeSize(const QFont &font);
/// Centred in the rectangle; paints nothing for an empty badge.
void paintMatchBadge(QPainter &painter, const QRectF &rect, const MatchBadge &badge, const Theme &theme, const QFont &font);

}  // namespace interlinear::widgets
