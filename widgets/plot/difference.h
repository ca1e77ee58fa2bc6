// What changed between two texts, word by word, and how it is shown: struck through and bold, never by colour alone.
//
//   const Differences parts = wordDifferences("the water pipes", "the refrigerant lines");
//   writeDifferences(QTextCursor(&document), parts, DifferenceSide::Both, theme);
//
// A part is kept, removed (only in the first text) or added (only in the second).
#pragma once

#include "widgets/plot/theme.h"

#include <QString>

#include <vector>

class QTextCursor;

namespace interlinear::widgets {

struct DifferencePart {
    enum class Kind { Kept, Removed, Added };

    Kind kind = Kind::Kept;
    QString text;

    bool operator==(const DifferencePart &) const = default;
};

using Differences = std::vector<DifferencePart>;

enum class DifferenceSide { Both, Before, After };

/// A shortest edit in words, spaces and punctuation marks; neighbouring parts of one kind are joined. Kept and removed parts give `before`,
/// kept and added parts give `after`, exactly. Texts of more than some thousand differing words come back as one removal and one addition.
Differences wordDifferences(const QString &before, const QString &after);

/// The text of one side, or (Both) everything in order.
QString joined(const Differences &differences, DifferenceSide side);

/// Inserts the parts that this side shows: removed struck through in the error colour, added bold in the good one.
void writeDifferences(QTextCursor cursor, const Differences &differences, DifferenceSide side, const Theme &theme);

}  // namespace interlinear::widgets
