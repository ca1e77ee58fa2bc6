// A table for review survives LibreOffice, which also shows what it holds. Where LibreOffice is installed; more rounds with --long.
#include "engine/cat/document/archive.h"
#include "engine/cat/review/docx_review.h"
#include "engine/core/files.h"
#include "tests/support/must.h"
#include "tests/support/office_package.h"
#include "tests/support/rounds.h"
#include "tests/unit/cat/review/review_samples.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;
using namespace interlinear::tests;

class TestReviewOffice : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// The files as LibreOffice writes them, in the folder out.
    void convert(const QStringList &names, const QString &filter) const
    {
        QStringList arguments{
            "-env:UserInstallation=file://" + m_folder.filePath("profile"), "--headless", "--convert-to", filter, "--outdir", m_folder.filePath("out")};
        for (const QString &name : names)
            arguments << m_folder.filePath(name);
        QProcess office;
        office.start("soffice", arguments);
        QVERIFY(office.waitForFinished(300'000));
        QCOMPARE(office.exitCode(), 0);
    }

    std::string path(const QString &name) const { return m_folder.filePath(name).toStdString(); }

    /// As a reviewer leaves it who has changes tracked.
    static std::string withTrackedEdit(const std::string &bytes)
    {
        std::string xml = partOf(bytes, "word/document.xml");
        const std::string before = "<w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space=\"preserve\">مضخة حرارية</w:t></w:r>";
        const std::string after
            = "<w:ins w:id=\"901\" w:author=\"Reviewer\" w:date=\"2025-03-02T14:05:09Z\"><w:r><w:t xml:space=\"preserve\">مضخة </w:t></w:r></w:ins>"
              "<w:del w:id=\"902\" w:author=\"Reviewer\" w:date=\"2025-03-02T14:05:09Z\"><w:r><w:delText>المضخة</w:delText></w:r></w:del>"
              "<w:r><w:t>الحرارة</w:t></w:r>";
        const std::size_t at = xml.find(before);
        if (at == std::string::npos)
            qFatal("the document has no such run");
        xml.replace(at, before.size(), after);
        return must(withParts(bytes, {{"word/document.xml", xml}}, "review.docx"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable("soffice").isEmpty())
            QSKIP("LibreOffice is not installed");
    }

    void idsTextsAndTagsSurvive()
    {
        std::vector<ReviewTable> tables{sampleTable()};
        Random random(46);
        for (int i = 1; i < rounds(4); ++i)
            tables.push_back(randomTable(random));
        QStringList names;
        for (std::size_t i = 0; i < tables.size(); ++i) {
            names << QString("review%1.docx").arg(i);
            must(writeFileAtomically(path(names.back()), must(writeDocxReview(tables[i]))));
        }
        convert(names, "docx");
        for (std::size_t i = 0; i < tables.size(); ++i) {
            const Result<ReviewTable> back = readDocxReview(must(readFile(path("out/" + names[static_cast<qsizetype>(i)]))), "review.docx");
            QVERIFY2(back, back ? "" : back.error().sentence().c_str());
            QCOMPARE(shownRows(*back), shownRows(tables[i]));
        }
    }

    void trackedChangesSurvive()
    {
        must(writeFileAtomically(path("tracked.docx"), withTrackedEdit(must(writeDocxReview(sampleTable())))));
        convert({"tracked.docx"}, "docx");
        const ReviewTable back = must(readDocxReview(must(readFile(path("out/tracked.docx"))), "tracked.docx"));
        QCOMPARE(back.rows[0].target.text, std::string("مضخة الحرارة"));
        QVERIFY(back.rows[0].tracked);
        QVERIFY(!back.rows[1].tracked);
    }

    void itsPagesAreDrawn()
    {
        must(writeFileAtomically(path("page.docx"), must(writeDocxReview(sampleTable()))));
        convert({"page.docx"}, "txt:Text (encoded):UTF8");
        QFile file(m_folder.filePath("out/page.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString shown = QString::fromUtf8(file.readAll());
        for (const char *text : {"guide.md", "letter <2>.md", "Press {1}Enter{/1} & wait.", "مضخة حرارية", "See {3/}.", "M. Weber: Or \"أدخل\"?", "locked"})
            QVERIFY2(shown.contains(QString::fromUtf8(text)), qPrintable(QString("%1 is not in\n%2").arg(QString::fromUtf8(text), shown)));
    }
};

QTEST_GUILESS_MAIN(TestReviewOffice)
#include "tst_review_office.moc"
