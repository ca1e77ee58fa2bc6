#include "widgets/lookup/concordance_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace interlinear::widgets {

namespace {

constexpr int typingPauseMs = 150;

ListEntry entryOf(const ConcordanceRow &row)
{
    return {.lines = {{.text = row.source, .marked = row.inSource},
                      {.text = row.target, .weight = ListLine::Weight::Strong, .marked = row.inTarget},
                      {.text = row.facts, .weight = ListLine::Weight::Quiet}}};
}

}  // namespace

ConcordanceView::ConcordanceView(QWidget *parent)
    : QWidget(parent)
    , m_box(new QLineEdit(this))
    , m_mode(addChoice(tr("How to search"), {tr("Text"), tr("Whole words"), tr("Wildcards"), tr("Regular expression")}))
    , m_side(addChoice(tr("Where to search"), {tr("Both sides"), tr("Source"), tr("Target")}))
    , m_case(new QToolButton(this))
    , m_status(new QLabel(this))
    , m_keys(new QLabel(tr("F3 next hit · Ins puts its target at the caret · Ctrl+C copies it"), this))
    , m_list(new EntryList(this))
{
    setObjectName(QStringLiteral("concordanceView"));
    setAutoFillBackground(true);
    m_box->setObjectName(QStringLiteral("concordanceBox"));
    m_box->setAccessibleName(tr("Search the memory"));
    m_box->setPlaceholderText(tr("Search the memory"));
    m_box->setClearButtonEnabled(true);
    m_mode->setObjectName(QStringLiteral("concordanceMode"));
    m_side->setObjectName(QStringLiteral("concordanceSide"));
    m_case->setObjectName(QStringLiteral("concordanceCase"));
    m_case->setText(tr("Aa"));
    m_case->setCheckable(true);
    m_case->setToolTip(tr("Upper and lower case count"));
    m_case->setAccessibleName(tr("Upper and lower case count"));
    m_status->setObjectName(QStringLiteral("concordanceStatus"));
    m_status->setWordWrap(true);
    m_keys->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("concordanceList"));
    m_list->setAccessibleName(tr("Where it stands in the memory"));
    m_list->setEmptyText(tr("Ctrl+K searches the memory for what is selected, or for the word at the caret."));
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPauseMs);
    buildLayout();
    for (QWidget *watched : std::initializer_list<QWidget *>{m_box, m_list})
        watched->installEventFilter(this);
    connect(&m_typing, &QTimer::timeout, this, &ConcordanceView::ask);
    connect(m_box, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    connect(m_box, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            ask();
    });
    connect(m_mode, &QComboBox::currentIndexChanged, this, &ConcordanceView::ask);
    connect(m_side, &QComboBox::currentIndexChanged, this, &ConcordanceView::ask);
    connect(m_case, &QToolButton::toggled, this, &ConcordanceView::ask);
    connect(m_list, &EntryList::chosen, this, &ConcordanceView::insertRequested);
    connect(m_list, &EntryList::selectedChanged, this, &ConcordanceView::selectedChanged);
    setTheme(m_theme);
}

QComboBox *ConcordanceView::addChoice(const QString &name, const QStringList &texts)
{
    auto *choice = new QComboBox(this);
    choice->setAccessibleName(name);
    choice->setToolTip(name);
    choice->addItems(texts);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(6);
    return choice;
}

void ConcordanceView::buildLayout()
{
    auto *choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_mode, 1);
    choices->addWidget(m_side, 1);
    choices->addWidget(m_case);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(12, 12, 12, 8);
    head->setSpacing(8);
    head->addWidget(m_box);
    head->addLayout(choices);
    head->addWidget(m_status);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 8);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    m_keys->setContentsMargins(12, 8, 12, 0);
    column->addWidget(m_keys);
    m_status->hide();
    m_keys->hide();
}

void ConcordanceView::setTheme(const Theme &theme)
{
    m_theme = theme;
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, theme.surface);
    setPalette(colours);
    m_list->setTheme(theme);
    colours.setColor(QPalette::WindowText, theme.muted);
    for (QLabel *label : {m_status, m_keys}) {
        label->setFont(secondaryFont(font()));
        label->setPalette(colours);
    }
}

void ConcordanceView::search(const QString &text)
{
    m_box->setFocus();
    if (!text.isEmpty())
        m_box->setText(text);
    m_box->selectAll();
    ask();
}

ConcordanceSearch ConcordanceView::current() const
{
    return {m_box->text(), static_cast<ConcordanceSearch::Mode>(m_mode->currentIndex()), static_cast<ConcordanceSearch::Side>(m_side->currentIndex()), m_case->isChecked()};
}

void ConcordanceView::ask()
{
    m_typing.stop();
    if (current() == m_asked)
        return;
    m_asked = current();
    if (m_asked.text.isEmpty())
        clear();
    Q_EMIT searchRequested(m_asked);   // an empty one too: what still runs is of no use
}

void ConcordanceView::onEnter()
{
    if (current() == m_asked)
        walk(1);
    else
        ask();
}

void ConcordanceView::setHits(std::vector<ConcordanceRow> hits, bool more)
{
    m_hits = std::move(hits);
    std::vector<ListEntry> entries;
    for (const ConcordanceRow &row : m_hits)
        entries.push_back(entryOf(row));
    m_list->setEmptyText(tr("The memory holds no such text."));
    m_list->setEntries(std::move(entries));
    const int count = static_cast<int>(m_hits.size());
    showStatus(count == 0 ? QString() : more ? tr("The first %Ln segment(s)", nullptr, count) : tr("%Ln segment(s)", nullptr, count), false);
    m_keys->setVisible(count > 0);
}

void ConcordanceView::setProblem(const QString &sentence)
{
    clear();
    m_list->setEmptyText({});
    showStatus(sentence, true);
}

void ConcordanceView::clear()
{
    m_hits.clear();
    m_list->setEntries({});
    m_list->setEmptyText(tr("Ctrl+K searches the memory for what is selected, or for the word at the caret."));
    showStatus({}, false);
    m_keys->hide();
}

void ConcordanceView::showStatus(const QString &text, bool problem)
{
    QPalette colours = m_status->palette();
    colours.setColor(QPalette::WindowText, problem ? m_theme.error : m_theme.muted);
    m_status->setPalette(colours);
    m_status->setText(text);
    m_status->setVisible(!text.isEmpty());
}

QString ConcordanceView::status() const
{
    return m_status->text();
}

void ConcordanceView::walk(int direction)
{
    const int count = static_cast<int>(m_hits.size());
    if (count == 0)
        return;
    const int from = selected() < 0 && direction < 0 ? 0 : selected();
    m_list->select((from + direction + count) % count);
}

bool ConcordanceView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    return handleKey(*static_cast<QKeyEvent *>(event), watched == m_list) || QWidget::eventFilter(watched, event);
}

bool ConcordanceView::handleKey(const QKeyEvent &key, bool inList)
{
    if (inList && key.matches(QKeySequence::Copy) && selected() >= 0) {
        Q_EMIT copyRequested(selected());
        return true;
    }
    if (key.modifiers() != Qt::NoModifier && key.modifiers() != Qt::KeypadModifier)
        return false;
    switch (key.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        onEnter();
        return true;
    case Qt::Key_Insert:
        if (selected() >= 0)
            Q_EMIT insertRequested(selected());
        return true;
    case Qt::Key_Down:
        if (inList || m_hits.empty())
            return false;
        m_list->setFocus();
        m_list->select(std::max(0, selected()));
        return true;
    default:
        return false;
    }
}

}  // namespace interlinear::widgets
