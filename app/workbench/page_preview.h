// The document as it will look, with the open row where the reader is: updated a moment after something has changed, while it is seen at all.
//
//   PagePreview preview(workspace);
//   connect(&assistant, &RowAssistant::rowOpened, &preview, [&](const SegmentRow &row) { preview.follow(row.id); });
//
// Formats that Qt cannot show say so. Interface thread; the page is made on others.
#pragma once

#include "app/workbench/page.h"
#include "app/workbench/workspace.h"
#include "widgets/plot/theme.h"

#include <QStackedWidget>
#include <QTimer>

class QLabel;
class QTextBrowser;

namespace interlinear::workbench {

/// What its thread has: nothing.
struct PageDesk {
    void closeAll() {}
};

class PagePreview : public QStackedWidget {
    Q_OBJECT

public:
    explicit PagePreview(Workspace &workspace, QWidget *parent = nullptr);
    ~PagePreview() override;

    void setTheme(const widgets::Theme &theme);
    /// A row of the current document.
    void follow(std::int64_t row);

Q_SIGNALS:
    void shown();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void onDocumentShown();
    void ask();
    void render(const Result<PageText> &text);
    void show(const std::shared_ptr<Page> &page);
    void say(const QString &sentence);
    void markRow();
    void bringIntoTheMiddle();

    Workspace &m_workspace;
    QTextBrowser *m_browser;
    QLabel *m_sentence;
    std::shared_ptr<Page> m_page;       // the browser shows it
    std::optional<std::int64_t> m_row;
    QColor m_mark;
    QTimer m_later;
    bool m_asking = false;              // one page is made at a time
    bool m_hasNone = false;             // the document shown is one without a page
    DeskThread<PageDesk> m_thread;
};

}  // namespace interlinear::workbench
