// The map of the source tree holds: parts include only what they may, headers introduce themselves, targets list what they use.
#include "tests/unit/structure/directions.h"
#include "tests/unit/structure/source_tree.h"

#include <QTest>

namespace {

const QStringList codeFolders{"engine", "widgets", "app"};
const QStringList everything{"engine", "widgets", "app", "tests", "packaging", "resources", "i18n", ".ci", "README.md", "CMakeLists.txt", "CMakePresets.json"};

Include ours(const char *name)
{
    return {name, true, 1};
}

Include foreign(const char *name)
{
    return {name, false, 1};
}

SourceFile made(const QString &path, const QString &text)
{
    return {path, text, includesOf(text)};
}

SourceTree madeTree(const QList<SourceFile> &files)
{
    SourceTree tree;
    for (const SourceFile &file : files)
        tree.insert(file.path, file);
    return tree;
}

}  // namespace

class TestStructure : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesAllowAndForbid_data();
    void rulesAllowAndForbid();
    void torchIsFoundThroughOtherHeaders();
    void aForgottenDependencyIsFound();
    void includesAreReadAsTheCompilerReadsThem();

    void everyIncludeGoesAnAllowedWay();
    void torchStaysInTraining();
    void everyHeaderIntroducesItself();
    void targetsListWhatTheyInclude();
    void noRegistryIsNamed();
};

void TestStructure::rulesAllowAndForbid_data()
{
    QTest::addColumn<QString>("includer");
    QTest::addColumn<Include>("include");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *name, const char *includer, const Include &include, bool allowed) {
        QTest::newRow(name) << QString(includer) << include << allowed;
    };

    row("core on itself", "engine/core/files.cpp", ours("engine/core/utf8.h"), true);
    row("core on mixmoe", "engine/core/files.cpp", ours("engine/mixmoe/model/model.h"), false);
    row("core on the standard library", "engine/core/files.cpp", foreign("string"), true);
    row("core on Qt", "engine/core/files.cpp", foreign("QString"), false);
    row("mixmoe on core", "engine/mixmoe/model/model.h", ours("engine/core/result.h"), true);
    row("mixmoe on cat", "engine/mixmoe/model/model.h", ours("engine/cat/memory/memory.h"), false);
    row("mixmoe on training", "engine/mixmoe/model/model.h", ours("engine/training/nn/model.h"), false);
    row("mixmoe on a Qt class", "engine/mixmoe/model/model.h", foreign("QVector"), false);
    row("mixmoe on a Qt header", "engine/mixmoe/model/model.h", foreign("qglobal.h"), false);
    row("mixmoe on torch", "engine/mixmoe/model/model.h", foreign("torch/torch.h"), false);
    row("cat on mixmoe", "engine/cat/memory/memory.cpp", ours("engine/mixmoe/text/tokenizer.h"), false);
    row("cat on QtCore", "engine/cat/memory/memory.cpp", foreign("QXmlStreamReader"), true);
    row("cat on QtCore by module", "engine/cat/memory/memory.cpp", foreign("QtCore/QFile"), true);
    row("cat on QtGui", "engine/cat/memory/memory.cpp", foreign("QImage"), false);
    row("cat on QtWidgets by module", "engine/cat/memory/memory.cpp", foreign("QtWidgets/QWidget"), false);
    row("cat on widgets", "engine/cat/memory/memory.cpp", ours("widgets/plot/theme.h"), false);
    row("training on mixmoe", "engine/training/nn/model.cpp", ours("engine/mixmoe/model/config.h"), true);
    row("training on torch", "engine/training/nn/model.cpp", foreign("torch/nn.h"), true);
    row("training on Qt", "engine/training/nn/model.cpp", foreign("QString"), false);
    row("training on cat", "engine/training/nn/model.cpp", ours("engine/cat/memory/memory.h"), false);
    row("training data on torch", "engine/training/data/corpus.cpp", foreign("ATen/ATen.h"), false);
    row("training data on the rest", "engine/training/data/corpus.cpp", ours("engine/training/nn/model.h"), false);
    row("widgets on a capture", "widgets/routing/heatmap.h", ours("engine/mixmoe/probe/routing_capture.h"), true);
    row("widgets on the engine", "widgets/routing/heatmap.h", ours("engine/mixmoe/runtime/runtime.h"), false);
    row("widgets on the app", "widgets/routing/heatmap.h", ours("app/workbench/main_window.h"), false);
    row("widgets on Qt", "widgets/routing/heatmap.h", foreign("QWidget"), true);
    row("app on all", "app/workbench/main_window.cpp", ours("engine/cat/project/project.h"), true);
    row("app on training data", "app/cli/corpus_command.cpp", ours("engine/training/data/manifest.h"), true);
    row("app on torch", "app/cli/train_command.cpp", foreign("c10/core/Device.h"), false);
    row("product on tests", "app/cli/main.cpp", ours("tests/support/tiny_model.h"), false);
    row("no path from the root", "engine/core/files.cpp", ours("utf8.h"), false);
    row("what moc makes", "app/cli/main.cpp", ours("main.moc"), true);
    row("outside the map", "engine/unknown/a.cpp", foreign("string"), false);
}

void TestStructure::rulesAllowAndForbid()
{
    QFETCH(QString, includer);
    QFETCH(Include, include);
    QFETCH(bool, allowed);
    const QString reason = forbiddenInclude(includer, include);
    QVERIFY2(reason.isEmpty() == allowed, qPrintable(reason.isEmpty() ? "was allowed" : reason));
}

void TestStructure::torchIsFoundThroughOtherHeaders()
{
    const SourceTree tree = madeTree({
        made("engine/training/nn/a.h", "#include <torch/torch.h>\n"),
        made("engine/training/nn/b.h", "#include \"engine/training/nn/a.h\"\n"),
        made("app/cli/train.cpp", "#include \"engine/training/nn/b.h\"\n"),
        made("app/cli/main.cpp", "#include \"engine/core/result.h\"\n"),
    });
    QCOMPARE(filesReachingTorch(tree), (QSet<QString>{"engine/training/nn/a.h", "engine/training/nn/b.h", "app/cli/train.cpp"}));
}

void TestStructure::aForgottenDependencyIsFound()
{
    const SourceFile core = made("engine/core/CMakeLists.txt", "interlinear_add_library(core SOURCES a.cpp)");
    const SourceFile user = made("engine/cat/memory/tmx/a.cpp", "#include \"engine/core/a.h\"\n");
    const SourceFile listed = made("engine/cat/memory/CMakeLists.txt", "interlinear_add_library(cat_memory\n DEPENDS interlinear::core)");
    const SourceFile forgotten = made("engine/cat/memory/CMakeLists.txt", "interlinear_add_library(cat_memory SOURCES a.cpp)");
    QCOMPARE(missingDependencies(madeTree({core, user, listed})), QStringList());
    QCOMPARE(missingDependencies(madeTree({core, user, forgotten})).size(), 1);
}

void TestStructure::includesAreReadAsTheCompilerReadsThem()
{
    const QList<Include> includes = includesOf("// #include <a>\n#include <b>\n  #  include \"c/d.h\"  // why\nint x;\n");
    QCOMPARE(includes.size(), 2);
    QCOMPARE(includes[0].name, "b");
    QVERIFY(!includes[0].quoted);
    QCOMPARE(includes[1].name, "c/d.h");
    QVERIFY(includes[1].quoted);
    QCOMPARE(includes[1].line, 3);
}

void TestStructure::everyIncludeGoesAnAllowedWay()
{
    const SourceTree tree = readSourceTree(INTERLINEAR_SOURCE_DIR, codeFolders);
    QVERIFY(tree.contains("engine/core/result.h"));
    QStringList wrong;
    for (const SourceFile &file : tree) {
        for (const Include &include : file.includes) {
            if (const QString reason = forbiddenInclude(file.path, include); !reason.isEmpty())
                wrong.append(QString("%1:%2: %3").arg(file.path).arg(include.line).arg(reason));
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

void TestStructure::torchStaysInTraining()
{
    const QSet<QString> reaching = filesReachingTorch(readSourceTree(INTERLINEAR_SOURCE_DIR, codeFolders));
    QStringList outside;
    for (const QString &path : reaching) {
        if (!path.startsWith("engine/training/") || path.startsWith("engine/training/data/"))
            outside.append(path);
    }
    QVERIFY2(outside.isEmpty(), qPrintable("These reach LibTorch's headers:\n" + outside.join('\n')));
}

void TestStructure::everyHeaderIntroducesItself()
{
    QStringList wrong;
    for (const SourceFile &file : readSourceTree(INTERLINEAR_SOURCE_DIR, codeFolders)) {
        if (!file.path.endsWith(".h"))
            continue;
        if (!file.text.startsWith("// "))
            wrong.append(file.path + " does not begin with a comment that says what it is for");
        if (file.text.count("#pragma once") != 1)
            wrong.append(file.path + " lacks #pragma once");
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

void TestStructure::targetsListWhatTheyInclude()
{
    const QStringList wrong = missingDependencies(readSourceTree(INTERLINEAR_SOURCE_DIR, codeFolders));
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

void TestStructure::noRegistryIsNamed()
{
    const SourceTree tree = readSourceTree(INTERLINEAR_SOURCE_DIR, everything);
    // In parts, or this file would name them.
    const QStringList hosts{QString("pypi") + ".org", QString("files.pythonhosted") + ".org", QString("deb.debian") + ".org",
                            QString("archive.ubuntu") + ".com"};
    QStringList wrong;
    for (const SourceFile &file : tree) {
        for (const QString &host : hosts) {
            if (file.text.contains(host, Qt::CaseInsensitive))
                wrong.append(file.path + " names " + host);
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
}

QTEST_APPLESS_MAIN(TestStructure)
#include "tst_structure.moc"
