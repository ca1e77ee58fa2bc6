#include "app/workbench/first_look_page.h"

#include "app/workbench/language_names.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace interlinear::workbench {

namespace {

constexpr int step = 100;   // milliseconds
constexpr int permille = 1000;

}  // namespace

FirstLookPage::FirstLookPage(QWidget *parent)
    : QWidget(parent)
    , m_grid(new widgets::SegmentGrid(this))
    , m_sentence(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_grid->setObjectName(QStringLiteral("firstLookGrid"));
    m_grid->setReadOnly(true);
    m_grid->setModel(&m_model);
    m_sentence->setObjectName(QStringLiteral("firstLookSentence"));
    m_sentence->setWordWrap(true);
    m_progress->setObjectName(QStringLiteral("firstLookProgress"));
    m_progress->setAccessibleName(tr("Reading the document"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_cancel->setObjectName(QStringLiteral("firstLookCancel"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(12, 8, 12, 8);
    line->setSpacing(12);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_progress);
    line->addWidget(m_cancel);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_grid, 1);
    column->addLayout(line);
    m_timer.setInterval(step);
    connect(&m_timer, &QTimer::timeout, this, &FirstLookPage::showCounts);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_sentence->setText(tr("Stopping …"));
        m_stop.request_stop();
    });
}

void FirstLookPage::setTheme(const widgets::Theme &theme)
{
    m_grid->setTheme(theme);
}

void FirstLookPage::begin(const FirstLook &look)
{
    m_path = look.path;
    m_stop = look.stop;
    m_counts = look.counts;
    m_sentence->setText(tr("This is how %1 begins. You can work on it as soon as all of it has been read.").arg(QFileInfo(m_path).fileName()));
    m_cancel->setEnabled(true);
    m_model.setLanguages(languageName(look.languages.from), languageName(look.languages.to));
    m_model.setRows(look.rows);
    m_timer.start();
    showCounts();
}

void FirstLookPage::showCounts()
{
    const qint64 all = m_counts->total;
    m_progress->setRange(0, all > 0 ? permille : 0);
    m_progress->setValue(all > 0 ? static_cast<int>(m_counts->done * permille / all) : 0);
}

void FirstLookPage::finish()
{
    m_timer.stop();
    m_model.setRows({});
}

std::optional<int> FirstLookPage::openRowNumber(const QString &path) const
{
    const widgets::SegmentRow *row = path == m_path ? widgets::segmentRowAt(m_grid->currentIndex()) : nullptr;
    return row ? std::optional(row->number) : std::nullopt;
}

}  // namespace interlinear::workbench
