#include "widgets/routing/routing_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QToolButton>

#include <algorithm>

namespace interlinear::widgets {

namespace {

/// One line that ends in "…" where the space ends.
class ElidedLabel : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

}  // namespace

RoutingView::RoutingView(QWidget *parent)
    : QWidget(parent)
    , m_heatmap(new RoutingHeatmap(this))
    , m_comparison(new ComparisonView(this))
    , m_bands(new BandBar(this))
    , m_title(new ElidedLabel(tr("Routing"), this))
    , m_phase(new QComboBox(this))
    , m_layers(new QToolButton(this))
    , m_spectrum(new QToolButton(this))
    , m_layerMenu(new QMenu(this))
{
    setObjectName(QStringLiteral("routingView"));
    setAutoFillBackground(true);
    m_title->setObjectName(QStringLiteral("routingTitle"));
    m_phase->setObjectName(QStringLiteral("routingPhase"));
    m_phase->setAccessibleName(tr("Tokens shown"));
    m_phase->addItem(tr("generated tokens"), static_cast<int>(PhaseFilter::Generated));
    m_phase->addItem(tr("prompt tokens"), static_cast<int>(PhaseFilter::Prompt));
    m_phase->addItem(tr("prompt and generated"), static_cast<int>(PhaseFilter::Both));
    m_layers->setObjectName(QStringLiteral("routingLayers"));
    m_layers->setText(tr("Layers"));
    m_layers->setMenu(m_layerMenu);
    m_layers->setPopupMode(QToolButton::InstantPopup);
    m_spectrum->setObjectName(QStringLiteral("routingSpectrum"));
    m_spectrum->setText(tr("Spectrum"));
    m_spectrum->setCheckable(true);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 4);
    head->setSpacing(8);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_title, 1);
    head->addWidget(m_phase);
    head->addWidget(m_layers);
    head->addWidget(m_spectrum);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    head->addLayout(m_buttons);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_bands);
    column->addWidget(m_comparison);
    column->addWidget(m_heatmap, 1);
    connect(m_layerMenu, &QMenu::aboutToShow, this, &RoutingView::fillLayerMenu);
    connect(m_phase, &QComboBox::currentIndexChanged, this, &RoutingView::changePhase);
    connect(m_spectrum, &QToolButton::toggled, this, &RoutingView::showBands);
    setBinCount(0);
    showBands(false);
    setTheme(Theme::light());
}

void RoutingView::setTheme(const Theme &theme)
{
    setPalette(theme.palette());
    QFont heading = font();
    heading.setWeight(QFont::DemiBold);
    m_title->setFont(heading);
    m_heatmap->setTheme(theme);
    m_comparison->setTheme(theme);
}

void RoutingView::setTitle(const QString &title)
{
    m_title->setText(title);
}

void RoutingView::addButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setDefaultAction(action);
    m_buttons->addWidget(button);
}

void RoutingView::changePhase(int index)
{
    m_heatmap->setPhase(static_cast<PhaseFilter>(m_phase->itemData(index).toInt()));
}

void RoutingView::setBinCount(int count)
{
    m_bands->setBinCount(count);
    m_spectrum->setEnabled(count > 0);
    m_spectrum->setToolTip(count > 0 ? tr("Weaken or strengthen a band of the spectrum that the routers read") : tr("The routers of this model read no spectrum"));
    if (count == 0)
        m_spectrum->setChecked(false);
}

// A band that is not to be seen changes nothing.
void RoutingView::showBands(bool shown)
{
    m_bands->setVisible(shown);
    Band whole = m_bands->band();
    if (shown || whole.percent == 100)
        return;
    whole.percent = 100;
    m_bands->setBand(whole);
    Q_EMIT m_bands->bandChanged(whole);
}

void RoutingView::fillLayerMenu()
{
    m_layerMenu->clear();
    const std::vector<int> &shown = m_heatmap->shownLayers();
    connect(m_layerMenu->addAction(tr("All layers")), &QAction::triggered, this, [this] { m_heatmap->setShownLayers({}); });
    m_layerMenu->addSeparator();
    const std::vector<int> &layers = m_heatmap->table().layerIndex();
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const int layer = static_cast<int>(i);
        QAction *action = m_layerMenu->addAction(tr("Layer %1").arg(layers[i]));
        action->setCheckable(true);
        action->setData(layer);
        action->setChecked(std::ranges::find(shown, layer) != shown.end());
        connect(action, &QAction::toggled, this, &RoutingView::showCheckedLayers);
    }
}

void RoutingView::showCheckedLayers()
{
    std::vector<int> layers;
    for (const QAction *action : m_layerMenu->actions()) {
        if (action->isCheckable() && action->isChecked())
            layers.push_back(action->data().toInt());
    }
    m_heatmap->setShownLayers(layers);
}

bool RoutingView::writePicture(const QString &path, double scale) const
{
    const QSizeF size = m_heatmap->pictureSize();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator svg;
        svg.setOutputDevice(&file);
        svg.setSize(size.toSize());
        svg.setViewBox(QRectF({}, size));
        svg.setTitle(m_title->text());
        QPainter painter(&svg);
        m_heatmap->renderTo(painter, QRectF({}, size));
        painter.end();
        return file.commit();
    }
    QImage image((size * scale).toSize(), QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    m_heatmap->renderTo(painter, QRectF(image.rect()));
    painter.end();
    return image.save(&file, "PNG") && file.commit();
}

}  // namespace interlinear::widgets
