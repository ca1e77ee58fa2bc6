// A small list of what else might stand at a place of a target: each word with how it would go on, and how probable it is.
//
//   AlternativesList list(editor);
//   list.setTheme(theme);
//   list.setAlternatives({{"Haus", " ist grün.", 0.87}, {"Gebäude", " ist grün.", 0.04}});
//   connect(&list, &AlternativesList::chosen, …);        // Enter, or a click
//   list.popUpBeside(caretRectangle);                    // in coordinates of the screen
//
// Up and Down move, Enter chooses, Escape and a click elsewhere close. Main thread.
#pragma once

#include "widgets/plot/theme.h"

#include <QListWidget>

#include <vector>

namespace interlinear::widgets {

struct WordAlternative {
    QString word;               ///< may be empty: the word ends here
    QString rest;               ///< how the text would go on
    double probability = 0;     ///< 0 to 1

    bool operator==(const WordAlternative &) const = default;
};

class AlternativesList : public QListWidget {
    Q_OBJECT

public:
    explicit AlternativesList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /// In the order in which they are to stand; the first is current.
    void setAlternatives(const std::vector<WordAlternative> &alternatives);
    const std::vector<WordAlternative> &alternatives() const { return m_alternatives; }

    /// As a window of its own below the rectangle, or above it where there is no room; it has the keyboard until it closes.
    void popUpBeside(const QRect &place);
    QSize sizeHint() const override;

Q_SIGNALS:
    /// The place in alternatives(); the list has closed.
    void chosen(int index);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void choose(int row);

    Theme m_theme = Theme::light();
    std::vector<WordAlternative> m_alternatives;
};

}  // namespace interlinear::widgets
