#include "tests/unit/structure/directions.h"

#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

#include <algorithm>

namespace {

enum class QtUse { None, CoreOnly, Any };

struct Part {
    QString folder;
    QStringList mayInclude;   // folders end with a slash, the rest are single headers
    QtUse qt;
    bool torch;
};

// The first part whose folder a path begins with is the one that counts.
const QList<Part> &parts()
{
    static const QList<Part> table{
        {"engine/core/", {"engine/core/"}, QtUse::None, false},
        {"engine/mixmoe/", {"engine/core/", "engine/mixmoe/"}, QtUse::None, false},
        {"engine/training/data/", {"engine/core/", "engine/mixmoe/", "engine/training/data/"}, QtUse::None, false},
        {"engine/training/", {"engine/core/", "engine/mixmoe/", "engine/training/"}, QtUse::None, true},
        {"engine/cat/", {"engine/core/", "engine/cat/"}, QtUse::CoreOnly, false},
        {"widgets/",
         {"widgets/", "engine/core/", "engine/mixmoe/model/config.h", "engine/mixmoe/probe/routing_capture.h", "engine/mixmoe/probe/intervention.h",
          "engine/mixmoe/decode/translation.h"},
         QtUse::Any,
         false},
        {"app/", {"app/", "widgets/", "engine/"}, QtUse::Any, false},
    };
    return table;
}

const Part *partOf(const QString &path)
{
    const auto found = std::find_if(parts().begin(), parts().end(), [&](const Part &part) { return path.startsWith(part.folder); });
    return found == parts().end() ? nullptr : &*found;
}

bool isTorch(const QString &header)
{
    static const QStringList folders{"torch/", "ATen/", "c10/", "caffe2/"};
    return std::any_of(folders.begin(), folders.end(), [&](const QString &folder) { return header.startsWith(folder); });
}

bool existsInQt(const QString &header)
{
    return QFileInfo::exists(QLibraryInfo::path(QLibraryInfo::HeadersPath) + '/' + header);
}

bool isQtCore(const QString &header)
{
    return header.startsWith("QtCore/") || existsInQt("QtCore/" + header);
}

bool isQt(const QString &header)
{
    static const QRegularExpression className("^Q[A-Z]\\w*$");
    static const QRegularExpression module("^Qt[A-Z]\\w*/");
    return header.contains(module) || header.contains(className) || isQtCore(header);
}

QString forbiddenLibrary(const Part &part, const QString &header)
{
    if (isTorch(header))
        return part.torch ? QString() : part.folder + " may not include LibTorch's " + header;
    if (!isQt(header) || part.qt == QtUse::Any)
        return {};
    if (part.qt == QtUse::None)
        return part.folder + " may not include Qt's " + header;
    return isQtCore(header) ? QString() : part.folder + " may include QtCore only, not " + header;
}

// Folder of the nearest CMakeLists.txt that makes a target, from the file's own folder upwards.
QString owningFolder(const QString &path, const QMap<QString, QSet<QString>> &targetsOfFolder)
{
    for (qsizetype slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        if (targetsOfFolder.contains(path.first(slash)))
            return path.first(slash);
    }
    return {};
}

QSet<QString> captures(const QString &text, const QRegularExpression &pattern)
{
    QSet<QString> found;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();)
        found.insert(matches.next().captured(1));
    return found;
}

}  // namespace

QString forbiddenInclude(const QString &includer, const Include &include)
{
    const Part *part = partOf(includer);
    if (!part)
        return includer + " lies in no part of the map";
    const bool generated = include.name.endsWith(".moc") || (includer.startsWith("engine/cat/") && (include.name.startsWith("sql/") || include.name.startsWith("srx/")));
    if (generated)
        return {};
    const bool ours = partOf(include.name) || include.name.startsWith("tests/");
    if (!ours)
        return include.quoted ? "\"" + include.name + "\" is no path from the root of the tree" : forbiddenLibrary(*part, include.name);
    const bool allowed = std::any_of(part->mayInclude.begin(), part->mayInclude.end(), [&](const QString &entry) {
        return entry.endsWith('/') ? include.name.startsWith(entry) : include.name == entry;
    });
    return allowed ? QString() : part->folder + " may not include " + include.name;
}

QSet<QString> filesReachingTorch(const SourceTree &tree)
{
    QSet<QString> reaching;
    for (qsizetype before = -1; before != reaching.size();) {
        before = reaching.size();
        for (const SourceFile &file : tree) {
            const bool reaches = std::any_of(file.includes.begin(), file.includes.end(),
                                             [&](const Include &include) { return isTorch(include.name) || reaching.contains(include.name); });
            if (reaches)
                reaching.insert(file.path);
        }
    }
    return reaching;
}

QStringList missingDependencies(const SourceTree &tree)
{
    static const QRegularExpression libraryMade(R"(interlinear_add_library\(\s*(\w+))");
    static const QRegularExpression executableMade(R"(add_executable\(\s*(\w[\w-]*))");
    static const QRegularExpression targetUsed(R"(interlinear::(\w+))");
    QMap<QString, QSet<QString>> targetsOfFolder;
    QMap<QString, QSet<QString>> usedByFolder;
    for (const SourceFile &file : tree) {
        if (!file.path.endsWith("/CMakeLists.txt"))
            continue;
        const QSet<QString> made = captures(file.text, libraryMade) + captures(file.text, executableMade);
        if (made.isEmpty())
            continue;
        const QString folder = QFileInfo(file.path).path();
        targetsOfFolder.insert(folder, made);
        usedByFolder.insert(folder, captures(file.text, targetUsed));
    }

    QStringList sentences;
    QSet<QString> reported;
    for (const SourceFile &file : tree) {
        const QString from = owningFolder(file.path, targetsOfFolder);
        for (const Include &include : file.includes) {
            const QString to = owningFolder(include.name, targetsOfFolder);
            const QString pair = from + '>' + to;
            if (from.isEmpty() || to.isEmpty() || from == to || usedByFolder[from].intersects(targetsOfFolder[to]) || reported.contains(pair))
                continue;
            reported.insert(pair);
            sentences.append(QString("%1/CMakeLists.txt does not list the target of %2, which %3 includes").arg(from, to, file.path));
        }
    }
    return sentences;
}
