// The rows that are shown: all, the open ones, the machine's, or those with something to look at; and of these the ones that hold a text.
//
//   SegmentFilter filter;
//   filter.setSourceModel(session.model());
//   filter.show(SegmentFilter::Rows::Open, "refrigerant");
//
// A row that is worked on stays where it is, whatever it becomes, until the filter is set again.
#pragma once

#include "widgets/editing/segment_row.h"

#include <QSortFilterProxyModel>

namespace interlinear::workbench {

class SegmentFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Rows { All, Open, Machine, Problems, Notes, Locked };

    explicit SegmentFilter(QObject *parent = nullptr);

    /// Whether such a row is shown, whatever its text.
    static bool accepts(Rows rows, const widgets::SegmentRow &row);

    /// The text may stand in source or target, in any case; an empty one is in every row.
    void show(Rows rows, const QString &text);
    bool showsAll() const { return m_rows == Rows::All && m_text.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    Rows m_rows = Rows::All;
    QString m_text;
};

}  // namespace interlinear::workbench
