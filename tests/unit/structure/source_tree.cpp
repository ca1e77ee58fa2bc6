#include "tests/unit/structure/source_tree.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>

namespace {

constexpr qint64 largestText = 1 << 20;

void addFile(SourceTree &tree, const QDir &root, const QString &absolutePath)
{
    QFile file(absolutePath);
    if (file.size() > largestText || !file.open(QIODevice::ReadOnly))
        return;
    const QByteArray bytes = file.readAll();
    if (bytes.contains('\0'))
        return;
    SourceFile source{root.relativeFilePath(absolutePath), QString::fromUtf8(bytes), {}};
    if (source.path.endsWith(".h") || source.path.endsWith(".cpp"))
        source.includes = includesOf(source.text);
    tree.insert(source.path, source);
}

}  // namespace

QList<Include> includesOf(const QString &text)
{
    static const QRegularExpression directive(R"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])");
    QList<Include> includes;
    const QStringList lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QRegularExpressionMatch match = directive.match(lines[i]);
        if (match.hasMatch())
            includes.append({match.captured(2), match.captured(1) == "\"", static_cast<int>(i) + 1});
    }
    return includes;
}

SourceTree readSourceTree(const QString &root, const QStringList &folders)
{
    SourceTree tree;
    const QDir rootFolder(root);
    for (const QString &name : folders) {
        const QFileInfo entry(rootFolder.filePath(name));
        if (entry.isFile())
            addFile(tree, rootFolder, entry.filePath());
        QDirIterator files(entry.filePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext())
            addFile(tree, rootFolder, files.next());
    }
    return tree;
}
