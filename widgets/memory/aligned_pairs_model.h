// Aligned pairs as rows of a table; those that the threshold leaves out say so.
//
//   AlignedPairsModel model;
//   model.setPairs(pairs);
//   model.setThreshold(0.5);
#pragma once

#include "widgets/memory/aligned_pairs.h"

#include <QAbstractTableModel>

namespace interlinear::widgets {

class AlignedPairsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Source, Target, Confidence, Segments, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setLanguages(const QString &source, const QString &target);
    void setPairs(std::vector<AlignedPairRow> pairs);
    void setThreshold(double leastConfidence);
    const std::vector<AlignedPairRow> &pairs() const { return m_pairs; }
    bool isTaken(const AlignedPairRow &pair) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const AlignedPairRow &pair, int column) const;

    std::vector<AlignedPairRow> m_pairs;
    QString m_source, m_target;
    double m_threshold = 0;
};

}  // namespace interlinear::widgets
