// Paints one document of the project: its name, how much of it is confirmed, and the same as a bar.
#pragma once

#include "widgets/plot/theme.h"

#include <QStyledItemDelegate>

namespace interlinear::workbench {

class DocumentDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole,   ///< qlonglong
        PercentRole              ///< int, 0 to 100; 100 only when everything is confirmed
    };

    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(const widgets::Theme &theme) { m_theme = theme; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    widgets::Theme m_theme = widgets::Theme::light();
};

}  // namespace interlinear::workbench
