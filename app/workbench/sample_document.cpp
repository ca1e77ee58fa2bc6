#include "app/workbench/sample_document.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace interlinear::workbench {

QString sampleDocument()
{
    const QDir program(QCoreApplication::applicationDirPath());
    for (const QString &place :
         {QStringLiteral("../../../resources/samples/welcome.md"), QStringLiteral("../share/interlinear/samples/welcome.md")}) {
        const QFileInfo file(program.filePath(place));
        if (file.isFile())
            return file.canonicalFilePath();
    }
    return {};
}

}  // namespace interlinear::workbench
