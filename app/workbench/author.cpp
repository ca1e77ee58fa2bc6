#include "app/workbench/author.h"

#include <QtGlobal>

namespace interlinear::workbench {

std::string author()
{
    return qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME")).toStdString();
}

}  // namespace interlinear::workbench
