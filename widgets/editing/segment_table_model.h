// The rows of a document as a table: number and state, source, target, match.
//
//   SegmentTableModel model;
//   model.setLanguages("English", "German");
//   model.setRows(std::move(rows));
//   model.setRow(model.rowOf(12).value(), changed);      // repaints that row alone
//
// A proxy may filter it: views read rows through RowRole only.
#pragma once

#include "widgets/editing/segment_row.h"

#include <QAbstractTableModel>
#include <QHash>

#include <optional>
#include <vector>

namespace interlinear::widgets {

class SegmentTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NumberColumn, SourceColumn, TargetColumn, MatchColumn, ColumnCount };
    enum Role {
        RowRole = Qt::UserRole,   ///< const SegmentRow *, valid until the model changes
        IdRole,                   ///< qlonglong
        StateRole                 ///< int, of SegmentState
    };

    /// Rows, and where each stands: made on any thread and moved in, so that very many are there at once.
    class Rows {
    public:
        Rows() = default;
        Rows(std::vector<SegmentRow> rows);

        const std::vector<SegmentRow> &all() const { return m_rows; }
        void reserve(std::size_t rows);
        void append(SegmentRow row);

    private:
        friend class SegmentTableModel;

        std::vector<SegmentRow> m_rows;
        QHash<std::int64_t, int> m_places;   // [id]
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Names of the two languages, for the header.
    void setLanguages(const QString &source, const QString &target);
    void setRows(Rows rows);
    void setRow(int row, const SegmentRow &value);
    /// These in place of `count` rows from the first one on; the numbers of all that follow rise or fall with their places.
    void replaceRows(int first, int count, const std::vector<SegmentRow> &rows);
    const std::vector<SegmentRow> &rows() const { return m_rows; }
    std::optional<int> rowOf(std::int64_t id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Where the rows stand, from the first one on.
    void findAgain(int first);
    QString cellText(const SegmentRow &row, int column) const;
    QString spokenText(const SegmentRow &row, int column) const;
    QString toolTip(const SegmentRow &row, int column) const;

    QString m_sourceLanguage = tr("Source");
    QString m_targetLanguage = tr("Target");
    std::vector<SegmentRow> m_rows;
    QHash<std::int64_t, int> m_rowOfId;
};

/// The row behind an index of the model or of a proxy above it; null for an invalid one.
const SegmentRow *segmentRowAt(const QModelIndex &index);

}  // namespace interlinear::widgets
