// Documents from bytes and back, with segments and targets in the notation of tags; what cannot be is fatal.
//
//   const Document document = parsed(wordFile("<w:p>…</w:p>"), "docx");
//   QCOMPARE(sourcesOf(document), QStringList({"Press <1>Enter</1>."}));
//   const std::string bytes = translated(document, {"<1>Enter</1> drücken."});   // an empty target leaves its segment
#pragma once

#include "engine/cat/document/document_files.h"

#include <QStringList>

#include <string>

namespace interlinear::cat
{

Document parsed(const std::string &bytes, const char *format);

QStringList sourcesOf(const Document &document);

/// Of all segments.
Targets targetsOf(const QStringList &targets);

std::string translated(const Document &document, const QStringList &targets);

/// Paths of golden documents, one of each office format.
QStringList goldenOfficeFiles();

}  // namespace interlinear::cat
