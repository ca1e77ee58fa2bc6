// What became of a file's units: how many came in, what is to be known about the file, and line by line what was left out and why.
//
//   view.setSummary({.file = "client.tmx", .added = 1204, .known = 31, .skippedCount = 2, .skipped = {{17, "the target is empty"}}});
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QTreeWidget;

namespace interlinear::widgets {

struct ImportSummary {
    struct Skipped {
        qint64 line = 0;
        QString reason;
    };
    QString file;                 ///< as it is shown
    qulonglong added = 0;
    qulonglong known = 0;         ///< the memory had them already
    qulonglong replaced = 0;      ///< of the memory, that others took the place of
    qulonglong keptOurs = 0;      ///< of the file, that gave way to the memory's
    qulonglong skippedCount = 0;
    QStringList notes;
    std::vector<Skipped> skipped; ///< may be fewer than skippedCount
};

class ImportReport : public QWidget {
    Q_OBJECT

public:
    explicit ImportReport(QWidget *parent = nullptr);

    void setSummary(const ImportSummary &summary);
    /// The report as text, for the clipboard: a line each, fields apart by tabs.
    QString plainText() const;

private:
    void addCount(qulonglong count, const QString &meaning);

    QGridLayout *m_counts;
    QLabel *m_notes;
    QLabel *m_skippedHeading;
    QTreeWidget *m_skipped;
    QStringList m_lines;
};

}  // namespace interlinear::widgets
