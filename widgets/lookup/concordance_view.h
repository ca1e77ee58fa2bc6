// The concordance: a box to search in, how to search, and where the text stands in the memory.
//
//   ConcordanceView view;
//   connect(&view, &ConcordanceView::searchRequested, &memory, …);       // as it is typed, and at once for Enter
//   view.setHits({{.source = "Two heat pumps.", .target = "Zwei Wärmepumpen.", .inSource = {{4, 8}}, .facts = "guide.md · M. Weber, 2025-03-02"}}, false);
//   view.setProblem(errorText(error));                                   // a regular expression that is none
//   view.walk(1);                                                        // F3
//
// Enter asks, or goes on to the next hit when it was asked already; Down leaves the box for the list. Insert or a double click puts the target of the selected hit at the
// caret, Ctrl+C in the list copies it: the application does both.
#pragma once

#include "widgets/lookup/entry_list.h"

#include <QTimer>

class QComboBox;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QToolButton;

namespace interlinear::widgets {

struct ConcordanceSearch {
    enum class Mode { Text, Words, Wildcards, Regex };
    enum class Side { Both, Source, Target };

    QString text;
    Mode mode = Mode::Text;
    Side side = Side::Both;
    bool matchCase = false;

    bool operator==(const ConcordanceSearch &) const = default;
};

struct ConcordanceRow {
    QString source, target;
    std::vector<Utf16Span> inSource = {}, inTarget = {};
    QString facts = {};   ///< document, author, date, origin
};

class ConcordanceView : public QWidget {
    Q_OBJECT

public:
    explicit ConcordanceView(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// Puts the text into the box with the focus and asks for it; an empty text leaves what is there.
    void search(const QString &text);
    ConcordanceSearch current() const;

    /// The answer to the last search; `more`: the memory holds others.
    void setHits(std::vector<ConcordanceRow> hits, bool more);
    const std::vector<ConcordanceRow> &hits() const { return m_hits; }
    /// Why there is no answer.
    void setProblem(const QString &sentence);
    /// Nothing is searched for, nothing is found.
    void clear();

    QString status() const;
    EntryList *list() const { return m_list; }
    int selected() const { return m_list->selected(); }
    /// To the next (1) or previous (-1) hit, around the ends.
    void walk(int direction);

Q_SIGNALS:
    void searchRequested(const interlinear::widgets::ConcordanceSearch &search);
    void insertRequested(int index);
    void copyRequested(int index);
    void selectedChanged(int index);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QComboBox *addChoice(const QString &name, const QStringList &texts);
    void buildLayout();
    bool handleKey(const QKeyEvent &key, bool inList);
    void ask();
    void onEnter();
    void showStatus(const QString &text, bool problem);

    Theme m_theme = Theme::light();
    QLineEdit *m_box;
    QComboBox *m_mode, *m_side;
    QToolButton *m_case;
    QLabel *m_status, *m_keys;
    EntryList *m_list;
    QTimer m_typing;
    std::vector<ConcordanceRow> m_hits;
    ConcordanceSearch m_asked;
};

}  // namespace interlinear::widgets
