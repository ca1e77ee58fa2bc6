// The window driven by itself: it translates a document and shows what there is to see. For machines without a display, and for a first look.
//
//   return runFirstTime(application, appearance, *readLaunchOptions(arguments));
//
// Writes NAME.de.EXT, window.png and routing.png into options.firstRun, prints their paths and the time. The project is a temporary one.
#pragma once

#include "app/workbench/launch_options.h"

class QApplication;

namespace interlinear::workbench {

/// The exit status: 0, or 1 after a sentence on stderr.
int runFirstTime(QApplication &application, Appearance &appearance, const LaunchOptions &options);

}  // namespace interlinear::workbench
