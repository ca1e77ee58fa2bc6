#include "app/workbench/page_preview.h"

#include "app/workbench/error_text.h"

#include <QLabel>
#include <QScrollBar>
#include <QTextBrowser>

namespace interlinear::workbench {

namespace {

constexpr int moment = 300;   // milliseconds without a change
constexpr int leastHeight = 200;

}  // namespace

PagePreview::PagePreview(Workspace &workspace, QWidget *parent)
    : QStackedWidget(parent)
    , m_workspace(workspace)
    , m_browser(new QTextBrowser(this))
    , m_sentence(new QLabel(this))
    , m_thread(QStringLiteral("pages"))
{
    m_browser->setObjectName(QStringLiteral("pagePreview"));
    m_browser->setAccessibleName(tr("Preview"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setOpenLinks(false);
    m_sentence->setObjectName(QStringLiteral("pageSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignTop);
    m_sentence->setMargin(16);
    setMinimumHeight(leastHeight);
    addWidget(m_sentence);
    addWidget(m_browser);
    m_later.setSingleShot(true);
    m_later.setInterval(moment);
    connect(&m_later, &QTimer::timeout, this, &PagePreview::ask);
    connect(&workspace, &Workspace::documentShown, this, &PagePreview::onDocumentShown);
    onDocumentShown();
}

PagePreview::~PagePreview()
{
    m_browser->setExtraSelections({});
    m_browser->setDocument(nullptr);
}

void PagePreview::setTheme(const widgets::Theme &theme)
{
    m_mark = theme.selectedRow;
    QPalette quiet = theme.palette();
    quiet.setColor(QPalette::WindowText, theme.muted);
    m_sentence->setPalette(quiet);
    markRow();
}

void PagePreview::follow(std::int64_t row)
{
    m_row = row;
    m_later.start();
}

void PagePreview::onDocumentShown()
{
    m_row.reset();
    m_hasNone = false;
    DocumentSession *session = m_workspace.current();
    if (!session)
        return say(tr("No document is open."));
    connect(session, &DocumentSession::contentChanged, &m_later, qOverload<>(&QTimer::start), Qt::UniqueConnection);
    m_later.start();
}

void PagePreview::showEvent(QShowEvent *event)
{
    QStackedWidget::showEvent(event);
    ask();
}

void PagePreview::ask()
{
    const DocumentSession *session = m_workspace.current();
    if (!isVisible() || !session || m_hasNone)
        return;
    if (m_asking)
        return m_later.start();
    m_asking = true;
    std::vector<cat::SegmentContent> contents;
    std::optional<std::size_t> marked;
    for (const widgets::SegmentRow &row : session->model()->rows()) {
        if (row.id == m_row)
            marked = contents.size();
        contents.push_back(*session->content(row.id));
    }
    m_workspace.storage().run([project = m_workspace.project().number, id = session->id(), contents = std::move(contents), marked](
                                  ProjectDesk &desk) { return desk.page(project, id, contents, marked); },
                              this, [this](const Result<PageText> &text) { render(text); });
}

void PagePreview::render(const Result<PageText> &text)
{
    if (text)
        return m_thread.run([text = *text](PageDesk &) { return renderedPage(text); }, this, [this](const std::shared_ptr<Page> &page) { show(page); });
    m_asking = false;
    m_hasNone = text.error().code == ErrorCode::Unsupported || text.error().code == ErrorCode::OutOfRange;
    say(errorText(text.error()));
}

void PagePreview::show(const std::shared_ptr<Page> &page)
{
    m_asking = false;
    const int scrolled = m_browser->verticalScrollBar()->value();
    m_browser->setExtraSelections({});   // they are of the page before
    m_browser->setDocument(&page->document);
    m_page = page;
    setCurrentWidget(m_browser);
    m_browser->verticalScrollBar()->setValue(scrolled);
    markRow();
    Q_EMIT shown();
}

void PagePreview::say(const QString &sentence)
{
    m_sentence->setText(sentence);
    setCurrentWidget(m_sentence);
    Q_EMIT shown();
}

void PagePreview::markRow()
{
    if (!m_page)
        return;
    QList<QTextEdit::ExtraSelection> marks;
    if (m_page->marked) {
        QTextCursor place(&m_page->document);
        place.setPosition(static_cast<int>(m_page->marked->begin));
        m_browser->setTextCursor(place);
        bringIntoTheMiddle();
        place.setPosition(static_cast<int>(m_page->marked->end), QTextCursor::KeepAnchor);
        QTextEdit::ExtraSelection mark{place, {}};
        mark.format.setBackground(m_mark);
        marks << mark;
    }
    m_browser->setExtraSelections(marks);
}

/// What stands before and behind the marked row is seen, too.
void PagePreview::bringIntoTheMiddle()
{
    const int height = m_browser->viewport()->height();
    const QRect caret = m_browser->cursorRect();
    if (caret.top() < height / 4 || caret.bottom() > height * 3 / 4)
        m_browser->verticalScrollBar()->setValue(m_browser->verticalScrollBar()->value() + caret.center().y() - height / 2);
}

}  // namespace interlinear::workbench
