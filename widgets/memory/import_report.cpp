#include "widgets/memory/import_report.h"

#include "widgets/plot/theme.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace interlinear::widgets {

ImportReport::ImportReport(QWidget *parent)
    : QWidget(parent)
    , m_counts(new QGridLayout)
    , m_notes(new QLabel(this))
    , m_skippedHeading(new QLabel(this))
    , m_skipped(new QTreeWidget(this))
{
    m_counts->setHorizontalSpacing(12);
    m_counts->setVerticalSpacing(4);
    m_counts->setColumnStretch(1, 1);
    m_notes->setObjectName(QStringLiteral("importNotes"));
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_skipped->setObjectName(QStringLiteral("skippedUnits"));
    m_skipped->setAccessibleName(tr("Skipped units"));
    m_skipped->setHeaderLabels({tr("Line"), tr("Why")});
    m_skipped->setRootIsDecorated(false);
    m_skipped->setUniformRowHeights(true);
    m_skipped->setAllColumnsShowFocus(true);
    m_skipped->headerItem()->setTextAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
    m_skipped->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_skippedHeading->setBuddy(m_skipped);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(m_counts);
    column->addWidget(m_notes);
    column->addWidget(m_skippedHeading);
    column->addWidget(m_skipped, 1);
}

void ImportReport::addCount(qulonglong count, const QString &meaning)
{
    const int row = m_counts->rowCount();
    auto *figure = new QLabel(QLocale().toString(count), this);
    figure->setFont(figureFont(font()));
    figure->setAlignment(Qt::AlignRight);
    auto *label = new QLabel(meaning, this);
    m_counts->addWidget(figure, row, 0);
    m_counts->addWidget(label, row, 1);
    m_lines << QStringLiteral("%1\t%2").arg(count).arg(meaning);
}

void ImportReport::setSummary(const ImportSummary &summary)
{
    while (QLayoutItem *item = m_counts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_skipped->clear();
    m_lines = {summary.file};
    addCount(summary.added, tr("added"));
    addCount(summary.known, tr("known already"));
    if (summary.replaced > 0)
        addCount(summary.replaced, tr("of the memory replaced; they stay in the history"));
    if (summary.keptOurs > 0)
        addCount(summary.keptOurs, tr("not taken: the memory has another translation"));
    addCount(summary.skippedCount, tr("skipped"));
    m_notes->setText(summary.notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!summary.notes.isEmpty());
    m_lines << summary.notes;
    QList<QTreeWidgetItem *> items;
    for (const ImportSummary::Skipped &skipped : summary.skipped) {
        const QString line = skipped.line > 0 ? QLocale().toString(skipped.line) : QString();
        auto *item = new QTreeWidgetItem({line, skipped.reason});
        item->setTextAlignment(0, Qt::AlignRight | Qt::AlignVCenter);
        item->setFont(0, figureFont(font()));
        items << item;
        m_lines << QStringLiteral("%1\t%2").arg(skipped.line).arg(skipped.reason);
    }
    m_skipped->addTopLevelItems(items);
    const bool any = !items.isEmpty();
    m_skippedHeading->setText(summary.skippedCount > summary.skipped.size()
                                  ? tr("The first %L1 that were skipped").arg(static_cast<qulonglong>(summary.skipped.size()))
                                  : tr("What was skipped"));
    m_skippedHeading->setVisible(any);
    m_skipped->setVisible(any);
}

QString ImportReport::plainText() const
{
    return m_lines.join(QLatin1Char('\n'));
}

}  // namespace interlinear::widgets
