// The figures of documents: interlinear-bench --documents.
//
//   measureFiles({.repetitions = 7}, [](const Measurement &measured) { std::puts(toText(measured).c_str()); });
//
// Times are those of the processor: nothing here waits. Each stands beside what others do with the same bytes in the same run: a copy in memory, expat
// that finds the marks and does nothing, ICU that looks for sentences, libzip that unpacks.
#pragma once

#include "engine/core/result.h"
#include "tests/bench/measurement.h"

#include <functional>
#include <string>

namespace interlinear::bench {

struct FileWorkload {
    int repetitions = 7;
    std::string only;   ///< F1 to F5; empty: all
};

/// All of the following, each reported when it is known.
///
/// F1, F2: an XLIFF file (1.2, 2.0) of 100,000 units. Milliseconds from the file to its first 100 segments, and to all; and to put 100,000 new translations into it.
/// F3: megabytes a second of 100 MB plain text that become sentences.
/// F4: milliseconds for a DOCX file of 300 pages: read, and read and written with all its sentences changed.
/// F5: megabytes that a document of 100,000 segments keeps, and those that opening it and its export need at most.
Result<void> measureFiles(const FileWorkload &workload, const std::function<void(const Measurement &)> &report);

}  // namespace interlinear::bench
