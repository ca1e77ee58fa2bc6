// Cuts a row in two and joins it with the one below: done in storage, then shown, and undone like everything else.
//
//   RowDivision division(workspace);
//   connect(&division, &RowDivision::refused, &window, …);   // the format forbids it, and says why
//   division.split(12, 17);                                  // before byte 17 of its source
//   division.join(12);
//
// Nobody can change the document from the call until storage has answered, some milliseconds later. Undo and redo show at once, and storage follows; should
// it come to other rows, the document is opened again. Interface thread.
#pragma once

#include "app/workbench/workspace.h"

namespace interlinear::workbench {

class RowDivision : public QObject {
    Q_OBJECT

public:
    explicit RowDivision(Workspace &workspace, QObject *parent = nullptr);

    /// Rows of the current document.
    void split(std::int64_t row, std::size_t offset);
    void join(std::int64_t row);

Q_SIGNALS:
    /// Nothing has changed.
    void refused(const interlinear::Error &reason);
    void failed(const interlinear::Error &error);
    /// The row that stands where it was done.
    void done(qint64 row);

private:
    /// Before the byte of the row's source, or, without one, with the row below.
    struct Cut {
        std::int64_t row = 0;
        std::optional<std::size_t> offset;
    };
    class Command;

    void begin(const Cut &cut);
    void show(DocumentSession &session, const Cut &cut, const std::vector<OpenedRow> &rows);
    void store(DocumentSession &session, const Cut &cut, const std::vector<OpenedRow> &expected);
    template <typename Then>
    void ask(DocumentSession &session, const Cut &cut, Then then);

    Workspace &m_workspace;
};

}  // namespace interlinear::workbench
