// The files of this source tree and what they include.
//
//   const SourceTree tree = readSourceTree(INTERLINEAR_SOURCE_DIR, {"engine", "widgets", "app"});
//   for (const SourceFile &file : tree)
//       for (const Include &include : file.includes) use(file.path, include.name);
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

struct Include {
    QString name;
    bool quoted = false;     ///< "name", not <name>
    int line = 0;            ///< from 1
};

struct SourceFile {
    QString path;            ///< from the root of the tree
    QString text;
    QList<Include> includes; ///< of C++ files
};

using SourceTree = QMap<QString, SourceFile>;   ///< by path

/// Every text file below the folders, or the file itself where one is named. Files over 1 MiB and files with a zero byte are data and left out.
SourceTree readSourceTree(const QString &root, const QStringList &folders);

/// The #include lines of a C++ text.
QList<Include> includesOf(const QString &text);
