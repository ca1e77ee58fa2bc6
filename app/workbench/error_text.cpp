#include "app/workbench/error_text.h"

#include <QCoreApplication>

namespace interlinear::workbench {

QString errorText(const Error &error)
{
    Error translated = error;
    translated.message = QCoreApplication::translate("errors", error.message.c_str()).toStdString();
    return QString::fromStdString(translated.sentence());
}

}  // namespace interlinear::workbench
