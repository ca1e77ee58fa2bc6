// Which bins of the spectrum that the routers read are made weaker or stronger: from, to, and by how much. One line of the routing dock.
//
//   BandBar bar;
//   bar.setBinCount(129);                                   // 0: the model has no spectrum
//   connect(&bar, &BandBar::bandChanged, &app, [&](const Band &band) { … });
//   bar.setBand({.first = 0, .last = 8, .percent = 0});     // emits nothing
//
// At 100 % nothing is changed. Main thread.
#pragma once

#include <QWidget>

class QLabel;
class QSpinBox;

namespace interlinear::widgets {

struct Band {
    int first = 0, last = 0;   ///< bins, both ends included
    int percent = 100;

    bool operator==(const Band &) const = default;
};

class BandBar : public QWidget {
    Q_OBJECT

public:
    explicit BandBar(QWidget *parent = nullptr);

    /// Bins of the model's spectrum; all of them are chosen, at 100 %. Emits nothing.
    void setBinCount(int count);
    int binCount() const;
    void setBand(const Band &band);
    Band band() const;

Q_SIGNALS:
    void bandChanged(const interlinear::widgets::Band &band);

private:
    QSpinBox *addBox(const QString &label, const QString &name);
    void onEdited();

    QSpinBox *m_first, *m_last, *m_percent;
};

}  // namespace interlinear::widgets
