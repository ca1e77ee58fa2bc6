// The rows that are shown: all, the open ones, or the machine's; and of these the ones that hold a text.
//
//   SegmentFilter filter;
//   filter.setSourceModel(session.model());
//   filter.show(SegmentFilter::Rows::Open, "refrigerant");
//
// A row that is worked on stays where it is, whatever it becomes, until the filter is set again.
#pragma once

#include <QSortFilterProxyModel>

namespace interlinear::workbench {

class SegmentFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Rows { All, Open, Machine };

    explicit SegmentFilter(QObject *parent = nullptr);

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
