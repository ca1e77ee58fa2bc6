#include "widgets/memory/aligned_pairs.h"

#include "widgets/memory/aligned_pairs_model.h"
#include "widgets/memory/two_line_delegate.h"

#include <QHeaderView>

#include <algorithm>

namespace interlinear::widgets {

AlignedPairs::AlignedPairs(QWidget *parent)
    : QTableView(parent)
    , m_model(new AlignedPairsModel(this))
    , m_delegate(new TwoLineDelegate(AlignedPairsModel::Confidence, this))
{
    setAccessibleName(tr("Aligned pairs"));
    setModel(m_model);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(TwoLineDelegate::rowHeight(font()));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (const int column : {AlignedPairsModel::Confidence, AlignedPairsModel::Segments}) {
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        horizontalHeader()->resizeSection(column, 96);
    }
}

void AlignedPairs::setTheme(const Theme &theme)
{
    m_delegate->setTheme(theme);
    viewport()->update();
}

void AlignedPairs::setLanguages(const QString &source, const QString &target)
{
    m_model->setLanguages(source, target);
}

void AlignedPairs::setPairs(std::vector<AlignedPairRow> pairs)
{
    m_model->setPairs(std::move(pairs));
}

void AlignedPairs::setThreshold(double leastConfidence)
{
    m_model->setThreshold(leastConfidence);
}

int AlignedPairs::count() const
{
    return static_cast<int>(std::ranges::count_if(m_model->pairs(), [this](const AlignedPairRow &pair) { return m_model->isTaken(pair); }));
}

}  // namespace interlinear::widgets
