// The rows of a document, with what is known of each beside what it shows: values, made on the storage thread, since a hundred thousand of them take their
// time, and moved to the window.
//
//   DocumentRows rows;
//   for (const cat::ProjectSegment &segment : segments)
//       rows.append(openedRow(segment, "en"));
//   rows.counts.open();
#pragma once

#include "app/workbench/row_room.h"
#include "engine/cat/project/segment_content.h"
#include "widgets/editing/segment_table_model.h"

#include <QStringList>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace interlinear::workbench {

/// A row as storage gives it.
struct OpenedRow {
    widgets::SegmentRow row;        ///< its facts are those that never change
    cat::SegmentContent content;    ///< what the row shows
    int words = 0;                  ///< of the source
    RowRoom room = {};
};

/// What the termbase says of a row.
struct TermNotes {
    std::vector<Utf16Span> inSource;   ///< where terms stand
    QString fact = {};                 ///< "2 terms"; empty for none
    QString warning = {};              ///< what the confirmed target lacks, or should not have; empty for nothing
    bool operator==(const TermNotes &) const = default;
};

struct KnownRow {
    cat::SegmentContent content;   ///< what is shown
    int words = 0;                 ///< of the source
    QStringList facts = {};        ///< those that never change
    RowRoom room = {};
    TermNotes terms = {};
};

/// Writes what the open row says besides its texts.
void describe(widgets::SegmentRow &row, const KnownRow &known);

/// How far a document is.
struct DocumentCounts {
    int segments = 0;
    int confirmed = 0;        ///< or reviewed, or locked
    int machine = 0;
    int words = 0;
    int confirmedWords = 0;

    int open() const { return segments - confirmed; }
    void add(const KnownRow &row) { count(row, 1); }
    void remove(const KnownRow &row) { count(row, -1); }
    bool operator==(const DocumentCounts &) const = default;

private:
    void count(const KnownRow &row, int sign);
};

struct DocumentRows {
    widgets::SegmentTableModel::Rows shown;
    std::unordered_map<std::int64_t, KnownRow> known;   ///< [id]
    DocumentCounts counts;

    void reserve(std::size_t rows);
    /// Below the others, with the number of its place.
    void append(OpenedRow row);
};

}  // namespace interlinear::workbench
