// Paints a text on at most two lines in its own direction, what was searched for in bold, and a line above the first of a group.
//
//   table.setItemDelegate(new TwoLineDelegate(&table));
//   table.verticalHeader()->setDefaultSectionSize(delegate->rowHeight(table.font()));
#pragma once

#include "widgets/plot/theme.h"

#include <QStyledItemDelegate>

namespace interlinear::widgets {

class TwoLineDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// QList<TextStretch> to be bold; whether a group begins; whether the row is left out of something, and muted.
    enum Role { StretchesRole = Qt::UserRole, GroupRole, LeftOutRole };

    /// Columns from this one on are secondary: smaller and muted.
    TwoLineDelegate(int secondaryFrom, QObject *parent) : QStyledItemDelegate(parent), m_secondaryFrom(secondaryFrom) {}

    void setTheme(const Theme &theme) { m_theme = theme; }
    static int rowHeight(const QFont &font);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintText(QPainter &painter, const QRect &field, const QFont &font, const QColor &colour, const QModelIndex &index) const;

    int m_secondaryFrom;
    Theme m_theme = Theme::light();
};

}  // namespace interlinear::widgets
