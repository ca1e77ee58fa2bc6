// Which part of the tree may lean on which: app -> widgets -> plain data headers of the engine; training -> mixmoe; all on core.
//
//   forbiddenInclude("engine/cat/memory/store.cpp", {"engine/mixmoe/model/model.h", true});
//   // "engine/cat/ may not include engine/mixmoe/model/model.h"
//   missingDependencies(tree);   // CMakeLists.txt that do not list what their folder includes
//
// Each function returns sentences; none means that all is well.
#pragma once

#include "tests/unit/structure/source_tree.h"

#include <QSet>

/// Why this file may not include that header; empty when it may.
QString forbiddenInclude(const QString &includer, const Include &include);

/// The files that include a header of torch, directly or through other files of the tree.
QSet<QString> filesReachingTorch(const SourceTree &tree);

/// One sentence for each two targets' folders where a file of the first includes one of the second, and the first's CMakeLists.txt names no
/// target of the second.
QStringList missingDependencies(const SourceTree &tree);
