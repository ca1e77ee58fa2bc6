// What to look for in units: a text, how it is meant, whether case counts, and on which side.
//
//   PatternControls controls(tr("Search the memory"));
//   connect(&controls, &PatternControls::changed, &app, [&] { search({controls.pattern(), controls.side()}); });
#pragma once

#include "engine/cat/memory/search/concordance.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace interlinear::workbench {

class PatternControls : public QWidget {
    Q_OBJECT

public:
    explicit PatternControls(const QString &placeholder, QWidget *parent = nullptr);

    /// An empty text means everything.
    cat::PatternText pattern() const;
    cat::SearchedSide side() const;
    void setPattern(const cat::PatternText &pattern, cat::SearchedSide side);
    void setSideEnabled(bool enabled);
    QLineEdit *box() const { return m_box; }

Q_SIGNALS:
    void changed();

private:
    QLineEdit *m_box;
    QComboBox *m_kind, *m_side;
    QCheckBox *m_case;
};

}  // namespace interlinear::workbench
