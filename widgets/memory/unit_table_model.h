// Units for a table, a page at a time: older ones are asked for when somebody scrolls to them.
//
//   UnitTableModel model;
//   model.setRows(page, MorePages::Yes);
//   connect(&model, &UnitTableModel::moreWanted, &app, [&] { model.appendRows(nextPage(), MorePages::No); });
//   connect(&model, &UnitTableModel::edited, &app, [&](int row, const QString &source, const QString &target) { … model.setRow(row, changed); });
#pragma once

#include "widgets/memory/unit_row.h"

#include <QAbstractTableModel>

#include <vector>

namespace interlinear::widgets {

enum class MorePages { No, Yes };

class UnitTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Source, Target, Facts, Remark, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setLanguages(const QString &source, const QString &target);
    void setEditable(bool editable) { m_editable = editable; }
    void setRows(std::vector<UnitRow> rows, MorePages more);
    void appendRows(const std::vector<UnitRow> &rows, MorePages more);
    void setRow(int row, UnitRow changed);
    void removeUnits(const QStringList &ids);
    const std::vector<UnitRow> &rows() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Changes nothing: edited() says what somebody wants.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();
    /// The row's texts as they should become.
    void edited(int row, const QString &source, const QString &target);

private:
    QVariant text(const UnitRow &row, int column) const;

    std::vector<UnitRow> m_rows;
    QString m_source, m_target;
    bool m_more = false;
    bool m_asked = false;
    bool m_editable = false;
};

}  // namespace interlinear::widgets
