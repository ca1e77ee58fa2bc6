// Tables for review: one that never changes, and such as chance makes.
//
//   const ReviewTable table = sampleTable();
//   const ReviewTable any = randomTable(random);
//   shownRows(any);   // what must come back, whatever the format
#pragma once

#include "engine/cat/review/review_table.h"
#include "tests/unit/cat/memory/samples.h"

#include <QStringList>

namespace interlinear::cat::samples {

/// Two documents from English to Arabic, with tags, braces, line ends, comments, states, and a locked row.
ReviewTable sampleTable();

/// Hostile texts, any tags in targets, comments with and without an author.
ReviewTable randomTable(Random &random);

/// "id | source | target | state | comments": as a file holds it. New and in work are one state, as some formats have it.
QStringList shownRows(const ReviewTable &table);

}  // namespace interlinear::cat::samples
