// Two documents side by side in pairs that belong together, with how sure that is; what is below the threshold is grey.
//
//   pairs.setPairs({{"Welcome", "Willkommen", 0.98, "1-1"}});
//   pairs.setThreshold(0.5);
#pragma once

#include "widgets/plot/theme.h"

#include <QTableView>

#include <vector>

namespace interlinear::widgets {

class AlignedPairsModel;
class TwoLineDelegate;

struct AlignedPairRow {
    QString source, target;     ///< one of them may be empty: nothing on that side
    double confidence = 0;      ///< 0 to 1
    QString segments;           ///< how many of each side: "2-1"

    bool operator==(const AlignedPairRow &) const = default;
};

class AlignedPairs : public QTableView {
    Q_OBJECT

public:
    explicit AlignedPairs(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setLanguages(const QString &source, const QString &target);
    void setPairs(std::vector<AlignedPairRow> pairs);
    void setThreshold(double leastConfidence);
    /// Pairs of both sides that reach the threshold.
    int count() const;

private:
    AlignedPairsModel *m_model;
    TwoLineDelegate *m_delegate;
};

}  // namespace interlinear::widgets
