// Paints a list entry of a name with a number on the right, and beneath them what is particular about it.
//
//   list.setItemDelegate(new CountDelegate(&list));
//   item->setData(QLocale().toString(184212), CountDelegate::CountRole);
#pragma once

#include "widgets/plot/theme.h"

#include <QStyledItemDelegate>

namespace interlinear::widgets {

class CountDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// What the figure column says, the second line, and whether that is a problem.
    enum Role { CountRole = Qt::UserRole, FactsRole, ProblemRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(const Theme &theme) { m_theme = theme; }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Theme m_theme = Theme::light();
};

}  // namespace interlinear::widgets
