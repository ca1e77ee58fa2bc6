#include "app/workbench/status_line.h"

#include "app/workbench/match_texts.h"
#include "engine/mixmoe/model/model.h"

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace interlinear::workbench {

namespace {

constexpr std::size_t shownHashDigits = 8;
constexpr int moment = 400;   // milliseconds

QString timeText(int seconds)
{
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent)
    , m_place(new QLabel(this))
    , m_progressText(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_workText(new QLabel(this))
    , m_work(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
    , m_saved(new QLabel(this))
    , m_device(new QLabel(this))
    , m_model(new QLabel(this))
{
    setSizeGripEnabled(false);
    m_place->setObjectName(QStringLiteral("statusPlace"));
    m_saved->setObjectName(QStringLiteral("statusSaved"));
    m_model->setObjectName(QStringLiteral("statusModel"));
    m_progress->setObjectName(QStringLiteral("pretranslationProgress"));
    m_progress->setAccessibleName(tr("Pretranslation"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_cancel->setObjectName(QStringLiteral("pretranslationCancel"));
    m_cancel->setText(tr("Cancel"));
    m_workText->setObjectName(QStringLiteral("statusWork"));
    m_work->setAccessibleName(tr("Work in progress"));
    m_work->setTextVisible(false);
    m_work->setRange(0, 0);
    m_work->setFixedWidth(80);
    m_workShown.setSingleShot(true);
    m_workShown.setInterval(moment);
    connect(&m_workShown, &QTimer::timeout, this, [this] {
        m_workText->show();
        m_work->show();
    });
    addWidget(m_place);
    addWidget(m_work);
    addWidget(m_workText);
    addWidget(m_progress);
    addWidget(m_progressText);
    addWidget(m_cancel);
    auto *offline = new QLabel(tr("offline"), this);
    offline->setToolTip(tr("Interlinear opens no connection to anywhere."));
    for (QLabel *label : {m_saved, m_device, m_model, offline})
        addPermanentWidget(label);
    connect(m_cancel, &QToolButton::clicked, this, &StatusLine::cancelRequested);
    clearPlace();
    hideProgress();
    setWork({});
    setNoEngine(tr("loading the model"));
}

void StatusLine::setPlace(std::optional<int> row, const DocumentCounts &counts)
{
    const QString where = row ? tr("Row %L1 of %L2").arg(*row).arg(counts.segments) : tr("%Ln row(s)", nullptr, counts.segments);
    m_place->setText(tr("%1 · %L2 confirmed · %L3 of %L4 words").arg(where).arg(counts.confirmed).arg(counts.confirmedWords).arg(counts.words));
}

void StatusLine::clearPlace()
{
    m_place->setText(tr("No document is open"));
    m_saved->clear();
}

void StatusLine::hidePlace()
{
    m_place->clear();
    m_saved->clear();
}

void StatusLine::setSaved(Autosave::State state, const QTime &at)
{
    switch (state) {
    case Autosave::State::Saved:
        m_saved->setText(at.isValid() ? tr("saved %1").arg(at.toString(QStringLiteral("HH:mm"))) : tr("saved"));
        break;
    case Autosave::State::Pending:
        m_saved->setText(tr("saving …"));
        break;
    case Autosave::State::Failed:
        m_saved->setText(tr("not saved"));
        break;
    }
}

void StatusLine::setEngine(const mixmoe::LoadedModel &loaded)
{
    m_device->setText(deviceName(loaded.runtime.device, loaded.runtime.precision));
    const mixmoe::Model &model = *loaded.model;
    m_model->setText(
        tr("%1 %2").arg(QString::fromStdString(model.config.name), QString::fromStdString(model.fingerprint.substr(0, shownHashDigits))));
    m_model->setToolTip(tr("Fingerprint %1").arg(QString::fromStdString(model.fingerprint)));
}

void StatusLine::setNoEngine(const QString &reason)
{
    m_device->clear();
    m_model->setText(reason);
    m_model->setToolTip({});
}

void StatusLine::setSpeed(const mixmoe::Translation &translation)
{
    m_device->setText(tr("%1, %L2 tokens/s").arg(deviceName(translation.device, translation.precision)).arg(qRound(translation.tokensPerSecond)));
}

void StatusLine::setWork(const QString &work)
{
    m_workText->setText(work);
    if (!work.isEmpty())
        return m_workShown.start();
    m_workShown.stop();
    m_workText->hide();
    m_work->hide();
}

void StatusLine::showProgress(const PretranslationProgress &progress)
{
    m_progress->setRange(0, std::max(1, progress.total));
    m_progress->setValue(progress.done);
    m_progressText->setText(tr("%L1 of %L2 · %L3 tokens/s · %4 left")
                                .arg(progress.done)
                                .arg(progress.total)
                                .arg(qRound(progress.tokensPerSecond))
                                .arg(timeText(progress.secondsLeft)));
    for (QWidget *part : {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_progressText), static_cast<QWidget *>(m_cancel)})
        part->show();
}

void StatusLine::hideProgress()
{
    for (QWidget *part : {static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_progressText), static_cast<QWidget *>(m_cancel)})
        part->hide();
}

}  // namespace interlinear::workbench
