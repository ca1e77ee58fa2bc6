// A list under a small heading, as high as its rows, up to a limit; hidden while there is none.
//
//   ShortList parts(tr("Parts that the memory knows"));
//   parts.setEntries({{.lines = {{.text = "the heat pump"}, {.text = "die Wärmepumpe"}}}});
//   connect(&parts, &ShortList::chosen, …);      // Enter or a double click; index into the entries
#pragma once

#include "widgets/lookup/entry_list.h"

class QLabel;

namespace interlinear::widgets {

class ShortList : public QWidget {
    Q_OBJECT

public:
    explicit ShortList(const QString &heading, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setEntries(std::vector<ListEntry> entries);
    EntryList *list() const { return m_list; }

Q_SIGNALS:
    void chosen(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();

    Theme m_theme = Theme::light();
    QLabel *m_heading;
    EntryList *m_list;
};

}  // namespace interlinear::widgets
