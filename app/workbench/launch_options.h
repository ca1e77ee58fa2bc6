// What the command line of `interlinear` asks for.
//
//   interlinear [FILE…] [--from en] [--to de] [--project DIR] [--theme light|dark]
//   interlinear --first-run DIR [FILE]
#pragma once

#include "app/workbench/appearance.h"
#include "app/workbench/language_dialog.h"

#include <QStringList>

#include <expected>
#include <optional>

namespace interlinear::workbench {

struct LaunchOptions {
    QStringList files;                              ///< absolute
    std::optional<LanguagePair> languages;          ///< when both are named
    QString project;                                ///< empty: beside the user's data
    std::optional<Appearance::Mode> appearance;
    QString firstRun;                               ///< folder for its results; empty: an ordinary start
};

/// The sentence to print when something is wrong. `--help` and `--version` print and end the program.
std::expected<LaunchOptions, QString> readLaunchOptions(const QStringList &arguments);

}  // namespace interlinear::workbench
