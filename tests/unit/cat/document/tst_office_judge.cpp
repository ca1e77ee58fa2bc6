// LibreOffice opens what is written, and shows the translations. Only with --long, and where LibreOffice is installed: it takes half a minute.
#include "engine/cat/document/document_files.h"
#include "tests/support/office_package.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/document/office_documents.h"
#include "tests/unit/cat/document/office_soup.h"
#include "tests/unit/cat/document/random_edits.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;

class OfficeJudgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomDocumentsOpen_data();
    void randomDocumentsOpen();
    void goldenFilesOpen_data();
    void goldenFilesOpen();

private:
    bool skipsJudge() const { return interlinear::tests::rounds(1) == 1 || QStandardPaths::findExecutable("soffice").isEmpty(); }
    void write(const QString &name, const std::string &bytes) const;
    void convert(const QString &pattern, const QString &filter) const;
    QString converted(const QString &name) const;

    QTemporaryDir m_folder;
};

namespace
{

// In place of the first word.
TaggedText withBeginning(TaggedText target, const std::string &word)
{
    const std::size_t replaced = std::string("Anfang").size();
    target.text.replace(0, replaced, word);
    for (InlineTag &tag : target.tags)
        tag.offset += word.size() - replaced;
    return target;
}

}  // namespace

void OfficeJudgeTest::write(const QString &name, const std::string &bytes) const
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())), static_cast<qint64>(bytes.size()));
}

void OfficeJudgeTest::convert(const QString &pattern, const QString &filter) const
{
    QStringList arguments{
        "-env:UserInstallation=file://" + m_folder.filePath("profile"), "--headless", "--convert-to", filter, "--outdir", m_folder.filePath("out")};
    for (const QString &name : QDir(m_folder.path()).entryList({pattern}, QDir::Files))
        arguments += m_folder.filePath(name);
    QProcess office;
    office.start("soffice", arguments);
    QVERIFY(office.waitForFinished(600'000));
    QCOMPARE(office.exitCode(), 0);
}

QString OfficeJudgeTest::converted(const QString &name) const
{
    QFile file(m_folder.filePath("out/" + name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void OfficeJudgeTest::randomDocumentsOpen_data()
{
    QTest::addColumn<QString>("extension");
    QTest::addColumn<QString>("filter");
    QTest::newRow("docx") << "docx" << "txt:Text (encoded):UTF8";
    QTest::newRow("odt") << "odt" << "fodt";
}

// Heaps of mark-up that LibreOffice does not open untranslated are none of our business; they are few.
void OfficeJudgeTest::randomDocumentsOpen()
{
    if (skipsJudge())
        QSKIP("LibreOffice judges with --long, where it is installed");
    QFETCH(const QString, extension);
    QFETCH(const QString, filter);
    const bool isWord = extension == "docx";
    constexpr unsigned documents = 40;
    const std::string notes = "<w:footnotes NAMESPACES><w:footnote w:id=\"2\"><w:p><w:r><w:t>Note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    QList<QStringList> expected;
    for (unsigned seed = 1; seed <= documents; ++seed) {
        OfficeSoup soup(seed);
        const std::string bytes = isWord ? wordFile("<w:p><w:r><w:t>First.</w:t></w:r></w:p>" + soup.body(), {{"footnotes", {"footnotes.xml", notes}}})
                                         : openFile(soup.openBody());
        const Document document = parseDocument(bytes, isWord ? "docx" : "odf", "en", "soup").value();
        Targets targets;
        QStringList words;
        for (const Segment &segment : document.segments) {
            const QString word = "Wort" + QString::number(targets.size());
            targets.emplace_back(withBeginning(soup.target(segment.source), word.toStdString()));
            if (!isWord || segment.kind != BlockKind::Note)  // which only shows where it is referred to
                words += word;
        }
        write(QString("before%1.").arg(seed) + extension, bytes);
        write(QString("after%1.").arg(seed) + extension, exportDocument(document, targets).value());
        expected += words;
    }
    convert("*." + extension, filter);
    unsigned opened = 0;
    for (unsigned seed = 1; seed <= documents; ++seed) {
        if (converted(QString("before%1.").arg(seed) + filter.section(':', 0, 0)).isEmpty())
            continue;
        ++opened;
        const QString text = converted(QString("after%1.").arg(seed) + filter.section(':', 0, 0));
        for (const QString &word : expected[static_cast<qsizetype>(seed - 1)])
            QVERIFY2(text.contains(word), qPrintable(QString("seed %1: %2 is not in\n%3").arg(seed).arg(word, text)));
    }
    QVERIFY2(opened > documents / 2, qPrintable(QString::number(opened)));
}

void OfficeJudgeTest::goldenFilesOpen_data()
{
    QTest::addColumn<QString>("path");
    for (const QString &path : goldenOfficeFiles())
        QTest::newRow(qPrintable(path.section('/', -2))) << path;
}

void OfficeJudgeTest::goldenFilesOpen()
{
    if (skipsJudge())
        QSKIP("LibreOffice judges with --long, where it is installed");
    QFETCH(const QString, path);
    constexpr unsigned documents = 8;
    const Document document = readDocument(path.toStdString(), "en").value();
    const QString name = path.section('/', -2, -2) + "-%1.";
    for (unsigned seed = 1; seed <= documents; ++seed)
        write(name.arg(seed) + path.section('.', -1), exportWhatFits(document, RandomEdits(seed).targetsFor(document)).value().bytes);
    convert(name.arg("*") + path.section('.', -1), "pdf");
    for (unsigned seed = 1; seed <= documents; ++seed)
        QVERIFY2(converted(name.arg(seed) + "pdf").size() > 1000, qPrintable(name.arg(seed)));
}

QTEST_APPLESS_MAIN(OfficeJudgeTest)
#include "tst_office_judge.moc"
