#include "app/workbench/error_text.h"

#include <QCoreApplication>

namespace interlinear::workbench {

namespace {

/// What is not known there stays as it is: names, numbers, what a system says.
std::string translated(const std::string &text)
{
    return QCoreApplication::translate("errors", text.c_str()).toStdString();
}

}  // namespace

QString errorText(const Error &error)
{
    Error words = error;
    words.message = translated(error.message);
    for (std::string &argument : words.arguments)
        argument = translated(argument);
    return QString::fromStdString(words.sentence());
}

}  // namespace interlinear::workbench
