#include "tests/unit/cat/document/office_documents.h"

#include "engine/cat/document/tag_notation.h"

#include <utility>

namespace interlinear::cat
{

Document parsed(const std::string &bytes, const char *format)
{
    Result<Document> document = parseDocument(bytes, format, "en", "test");
    if (!document)
        qFatal("%s", document.error().sentence().c_str());
    return std::move(*document);
}

QStringList sourcesOf(const Document &document)
{
    QStringList sources;
    for (const Segment &segment : document.segments)
        sources += QString::fromStdString(toNotation(segment.source));
    return sources;
}

Targets targetsOf(const QStringList &targets)
{
    Targets all;
    for (const QString &target : targets)
        all.emplace_back(fromNotation(target.toStdString()));
    return all;
}

std::string translated(const Document &document, const QStringList &targets)
{
    const Result<std::string> bytes = exportDocument(document, targetsOf(targets));
    if (!bytes)
        qFatal("%s", bytes.error().sentence().c_str());
    return *bytes;
}

QStringList goldenOfficeFiles()
{
    QStringList paths;
    for (const char *name : {"office-word/input.docx", "office-sheet/input.xlsx", "office-slides/input.pptx", "odf-text/input.odt", "odf-sheet/input.ods", "odf-slides/input.odp",
                             "odf-flat/input.fodt"})
        paths += QString(INTERLINEAR_SOURCE_DIR "/tests/golden/documents/verify/") + name;
    return paths;
}

}  // namespace interlinear::cat
