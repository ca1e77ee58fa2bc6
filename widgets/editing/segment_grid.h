// The document as rows of source beside target, with one editor in the one open row.
//
//   SegmentGrid grid;
//   grid.setModel(&segmentModel);                       // or a proxy that filters it
//   connect(&grid, &SegmentGrid::targetEdited, &app, [&](qint64 id, const TargetEdit &edit) { stack.push(new EditTarget(…)); });
//   grid.openSegment(12);
//   grid.editor()->setSuggestion(…);
//
// The grid never writes to the model: the application does, as its undo command runs, and the editor follows when the model's target differs from it.
// Rows are measured only when they come into view, so fifty thousand of them open at once. Main thread.
#pragma once

#include "widgets/editing/segment_delegate.h"
#include "widgets/editing/source_field.h"
#include "widgets/editing/target_editor.h"

#include <QTableView>

#include <optional>
#include <vector>

namespace interlinear::widgets {

class SegmentGrid : public QTableView {
    Q_OBJECT

public:
    explicit SegmentGrid(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setModel(QAbstractItemModel *model) override;
    /// What stands in the middle while there are no rows.
    void setEmptyText(const QString &text);

    /// Opens the row and puts the caret into it; false when the model has no such row now.
    bool openSegment(qint64 id);
    void openRow(int row);
    /// While it holds, the targets cannot be changed.
    void setReadOnly(bool readOnly);
    std::optional<qint64> openSegmentId() const;
    /// The editor of the open row; hidden while none is open.
    TargetEditor *editor() const { return m_editor; }
    /// The source of the open row, to select in; hidden while none is open.
    SourceField *source() const { return m_source; }

Q_SIGNALS:
    /// Also when another segment takes the place of the open one.
    void segmentOpened(qint64 id);
    void targetEdited(qint64 id, const interlinear::widgets::TargetEdit &edit);
    void confirmRequested(qint64 id);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles = {}) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void updateGeometries() override;

private:
    void onRowsChanged();
    /// Whether the open segment is another one than before.
    bool loadEditor();
    void reloadEditor();
    void forgetHeights();
    void measureVisibleRows();
    int measureRow(int row);
    int heightOf(int row);
    void placeEditor();
    void leaveRow(int direction);

    Theme m_theme = Theme::light();
    SegmentDelegate *m_delegate;
    TargetEditor *m_editor;
    SourceField *m_source;
    QString m_emptyText;
    bool m_readOnly = false;
    std::optional<qint64> m_loadedId;   ///< whose target stands in the editor
    std::vector<int> m_heights;         ///< 0: not measured
    int m_measuredWidth = 0;            ///< of the source column
    bool m_measuring = false;
};

}  // namespace interlinear::widgets
