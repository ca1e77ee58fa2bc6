// Bad input in the real window: each a sentence, nothing lost, and the window goes on.
#include "app/workbench/language_dialog.h"
#include "app/workbench/named_languages.h"
#include "engine/mixmoe/model/model.h"
#include "tests/flow/workbench_fixture.h"
#include "tests/support/tiny_model.h"
#include "widgets/lookup/match_pane.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

#include <sys/resource.h>
#include <csignal>
#include <unistd.h>

using namespace interlinear;
using namespace interlinear::workbench;
using interlinear::tests::WorkbenchFixture;

class TestWorkbenchTrouble : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<WorkbenchFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void unreadableDocuments_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("not UTF-8") << "latin1.md" << QByteArray("Gr\xfc\xdf" "e") << ErrorCode::NotUtf8;
        QTest::newRow("unknown format") << "picture.xyz" << QByteArray("abc") << ErrorCode::Unsupported;
        QTest::newRow("missing") << "" << QByteArray() << ErrorCode::NotFound;
    }

    void unreadableDocuments()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        const QString file = name.isEmpty() ? m_fixture->path(QStringLiteral("missing.md")) : m_fixture->write(name, bytes);
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({file}, {"en", "de"});
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().code, code);
        QVERIFY(m_fixture->window().messages().isVisible());
        QVERIFY(m_fixture->window().messages().sentence().contains(file));
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("good.md"), "Good morning.\n")));
        QCOMPARE(m_fixture->rows().size(), std::size_t(1));
    }

    void emptyDocument()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("empty.md"), {})));
        QVERIFY(m_fixture->rows().empty());
        QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("empty.md")));
        m_fixture->window().actions().pretranslate->trigger();
        m_fixture->window().actions().next->trigger();
    }

    void withoutAModelEverythingElseWorks()
    {
        const QString nowhere = m_fixture->path(QStringLiteral("nowhere"));
        qputenv("INTERLINEAR_MODEL", nowhere.toUtf8());   // none is found either
        const auto forget = qScopeGuard([] { qunsetenv("INTERLINEAR_MODEL"); });
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().engine().load(std::filesystem::path(nowhere.toStdString()));
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().sentence().contains(nowhere));
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nGood night.\n")));
        m_fixture->press(Qt::Key_Space, Qt::ControlModifier);
        QVERIFY2(m_fixture->window().messages().sentence().contains(QStringLiteral("no other words")), qPrintable(m_fixture->window().messages().sentence()));
        m_fixture->type(QStringLiteral("Guten Morgen."));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 2);
        QVERIFY(m_fixture->waitUntilSaved());
        m_fixture->window().actions().pretranslate->trigger();
        QTRY_VERIFY(m_fixture->window().messages().isError());
        QVERIFY(m_fixture->rows()[1].target.empty());
    }

    void wrongModel()
    {
        QVERIFY(QDir().mkpath(m_fixture->path(QStringLiteral("model"))));
        m_fixture->write(QStringLiteral("model/config.json"), "{\"layers\": \"many\"}");
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().engine().load(std::filesystem::path(m_fixture->path(QStringLiteral("model")).toStdString()));
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("config.json")));
    }

    void languageThatTheModelDoesNotKnow()
    {
        QVERIFY(m_fixture->loadModel());
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nGood morning!\n")}, {"en", "fr"});
        QTRY_VERIFY(m_fixture->window().workspace().current());
        m_fixture->type(QStringLiteral("Bonjour."));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_fixture->openRow().number, 2);
        auto *pane = m_fixture->window().findChild<widgets::MatchPane *>();
        QTRY_COMPARE(pane->matches().size(), std::size_t(1));   // the memory works
        QVERIFY(m_fixture->editor().ghostText().isEmpty());
        QVERIFY(failed.isEmpty());
        QVERIFY(!m_fixture->window().messages().isVisible());
    }

    void theDialogSaysWhereThereIsNoModel()
    {
        const auto hasModel = [](const LanguagePair &pair) { return pair.from == "en" || pair.to == "en"; };
        LanguageDialog dialog({"de", "en", "fr"}, {"en", "de"}, QStringLiteral("letter.md"), hasModel);
        dialog.show();
        auto *notice = dialog.findChild<QLabel *>(QStringLiteral("languageNotice"));
        auto *from = dialog.findChild<QComboBox *>(QStringLiteral("languageFrom"));
        const QSize before = dialog.size();
        QVERIFY(notice->text().isEmpty());
        QTest::keyClick(from, Qt::Key_F);   // French
        QCOMPARE(dialog.pair(), (LanguagePair{"fr", "de"}));
        QVERIFY(!notice->text().isEmpty());
        QVERIFY(notice->width() >= notice->sizeHint().width());
        QCOMPARE(dialog.size().height(), before.height());
        QTest::keyClick(from, Qt::Key_Up);    // English
        QVERIFY(notice->text().isEmpty());
    }

    void whatTheFileSaysIsProposed()
    {
        const auto hasModel = [](const LanguagePair &) { return true; };
        LanguageDialog dialog(languagesToOffer({"de", "en"}), {"en", "de"}, QStringLiteral("manual.xlf"), hasModel);
        const auto *to = dialog.findChild<QComboBox *>(QStringLiteral("languageTo"));
        dialog.propose({"en-US", "de-LU"});
        QCOMPARE(dialog.pair(), (LanguagePair{"en-US", "de-LU"}));
        QCOMPARE(to->currentText(), QStringLiteral("German (Luxembourg)"));
        dialog.propose({{}, "pt-BR"});
        QCOMPARE(dialog.pair(), (LanguagePair{"en-US", "pt-BR"}));
        auto *from = dialog.findChild<QComboBox *>(QStringLiteral("languageFrom"));
        dialog.show();
        QTest::keyClick(from, Qt::Key_F);
        const LanguagePair chosen = dialog.pair();
        dialog.propose({"en-US", "de-LU"});
        QCOMPARE(dialog.pair(), chosen);   // somebody has
    }

    void oneLanguageIsNoPairWhateverItsRow()
    {
        LanguageDialog dialog(languagesToOffer({"de", "en"}), {"en", "de"}, QStringLiteral("manual.xlf"), [](const LanguagePair &) { return true; });
        auto *from = dialog.findChild<QComboBox *>(QStringLiteral("languageFrom")), *to = dialog.findChild<QComboBox *>(QStringLiteral("languageTo"));
        dialog.propose({{}, "de-LU"});   // one list is longer now
        QPushButton *open = nullptr;
        for (auto *button : dialog.findChildren<QPushButton *>())
            open = button->isDefault() ? button : open;
        for (int i = 0; i < from->count(); ++i) {
            from->setCurrentIndex(i);
            to->setCurrentIndex(to->findData(from->itemData(i)));
            QVERIFY2(!open->isEnabled(), qPrintable(from->itemText(i)));
            to->setCurrentIndex(i);
            QCOMPARE(open->isEnabled(), from->currentData() != to->currentData());
        }
    }

    void whatWasChosenLastIsOfferedAgain()
    {
        const LanguageDialog dialog(languagesToOffer({"de", "en"}), {"en-ZA", "de-LU"}, QStringLiteral("letter.md"), [](const LanguagePair &) { return true; });
        QCOMPARE(dialog.pair(), (LanguagePair{"en-ZA", "de-LU"}));
    }

    void workInTheSameLanguagesIsFoundAgain()
    {
        const QString file = m_fixture->write(QStringLiteral("a.xlf"), R"(<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en-US" target-language="de-DE" datatype="x"><body><trans-unit id="1"><source>Good morning.</source></trans-unit></body></file></xliff>)");
        const auto proposed = [&](const LanguagePair &chosen) {
            std::optional<LanguagePair> answer;
            m_fixture->window().workspace().proposeLanguages(file, chosen, &m_fixture->window(), [&](const LanguagePair &pair) { answer = pair; });
            return QTest::qWaitFor([&] { return answer.has_value(); }) ? *answer : LanguagePair();
        };
        QCOMPARE(proposed({"fr", "es"}), (LanguagePair{"en-US", "de-DE"}));
        QVERIFY(m_fixture->open(file));   // from en to de
        QCOMPARE(proposed({"fr", "es"}), (LanguagePair{"en", "de"}));
        QCOMPARE(proposed({"en", "de"}), (LanguagePair{"en", "de"}));
    }

    void filesNameTheirLanguages_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const QByteArray xliff = R"(<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="%1" target-language="%2" datatype="x"><body/></file></xliff>)";
        const auto named = [&](const char *from, const char *to) { return QString::fromUtf8(xliff).arg(QLatin1String(from), QLatin1String(to)).toUtf8(); };
        QTest::newRow("of two languages") << "a.xlf" << named("en-US", "de-AT") << "en-US" << "de-AT";
        QTest::newRow("as nobody writes it") << "a.xlf" << named("EN-us", "sr-cyrl") << "en-US" << "sr-Cyrl";
        QTest::newRow("no language") << "a.xlf" << named("klingonish", "de") << "" << "de";
        QTest::newRow("of one language") << "a.md" << QByteArray("Good morning.\n") << "" << "";
        QTest::newRow("damaged") << "a.xlf" << QByteArray("<xliff") << "" << "";
    }

    void filesNameTheirLanguages()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const LanguagePair named = languagesNamedIn(m_fixture->write(name, bytes).toStdString());
        QCOMPARE(QString::fromStdString(named.from), from);
        QCOMPARE(QString::fromStdString(named.to), to);
    }

    void languagesWithoutAModelAreOfferedByName()
    {
        LanguageDialog dialog(languagesToOffer({"de", "gsw"}), {"fi", "gsw"}, QStringLiteral("letter.md"), [](const LanguagePair &) { return false; });
        QCOMPARE(dialog.pair(), (LanguagePair{"fi", "gsw"}));
        const auto *from = dialog.findChild<QComboBox *>(QStringLiteral("languageFrom"));
        for (int i = 1; i < from->count(); ++i)
            QVERIFY2(from->itemText(i - 1).localeAwareCompare(from->itemText(i)) < 0, qPrintable(from->itemText(i)));
    }

    void aModelThatWentBadOnDisk()
    {
        const QString folder = m_fixture->path(QStringLiteral("model"));
        tests::writeTinyModel(folder.toStdString());
        QSignalSpy loaded(&m_fixture->window().engine(), &EngineService::modelLoaded);
        m_fixture->window().engine().load(std::filesystem::path(folder.toStdString()));
        QVERIFY(loaded.wait());
        const std::string fingerprint = m_fixture->window().engine().loaded()->model->fingerprint;
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nGood night.\n")));
        QVERIFY(m_fixture->waitForSuggestion());

        QVERIFY(QFile::resize(folder + QStringLiteral("/model.safetensors"), 1000));
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().engine().load(std::filesystem::path(folder.toStdString()));
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().isError());
        QVERIFY2(m_fixture->window().messages().sentence().contains(QStringLiteral("loaded before goes on")), qPrintable(m_fixture->window().messages().sentence()));
        QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("model.safetensors")));

        m_fixture->openRowNumber(2);
        QVERIFY(m_fixture->waitForSuggestion());
        QCOMPARE(m_fixture->window().routing().shownCapture()->sourceText, std::string("Good night."));
        QCOMPARE(m_fixture->window().routing().shownCapture()->modelFingerprint, fingerprint);
    }

    void aModelForOtherLanguagesDoesNotGoOn()
    {
        QVERIFY(m_fixture->loadModel());
        QVERIFY(QDir().mkpath(m_fixture->path(QStringLiteral("broken"))));
        m_fixture->write(QStringLiteral("broken/config.json"), "{");
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({m_fixture->write(QStringLiteral("lettre.md"), "Good morning.\n")}, {"en", "fr"});
        QTRY_COMPARE(m_fixture->window().workspace().languages(), (LanguagePair{"en", "fr"}));
        m_fixture->window().engine().load(std::filesystem::path(m_fixture->path(QStringLiteral("broken")).toStdString()));
        QVERIFY(failed.wait());
        const QString sentence = m_fixture->window().messages().sentence();
        QVERIFY2(sentence.contains(QStringLiteral("config.json")) && !sentence.contains(QStringLiteral("goes on")), qPrintable(sentence));
    }

    void exportToWhereNothingCanBeWritten()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n")));
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        const QString path = m_fixture->path(QStringLiteral("no/such/folder/letter.de.md"));
        m_fixture->window().workspace().exportDocument(path);
        QVERIFY(failed.wait());
        QVERIFY(m_fixture->window().messages().sentence().contains(path));
    }

    void damagedProject_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("state") << "project/state.sqlite";
        QTest::newRow("memory") << "project/memory.itm";
    }

    void damagedProject()
    {
        QFETCH(QString, file);
        const QString letter = m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n");
        QVERIFY(m_fixture->open(letter));
        m_fixture->type(QStringLiteral("Guten Morgen."));
        m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
        m_fixture->restart();
        m_fixture->write(file, QByteArray(8192, 'x'));
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        m_fixture->window().openFiles({letter}, {"en", "de"});
        QVERIFY(failed.wait());
        QVERIFY(failed.first().first().value<Error>().sentence().find(m_fixture->path(file).toStdString()) != std::string::npos);
        QVERIFY(m_fixture->window().messages().isError());
        QCOMPARE(m_fixture->read(m_fixture->path(file)).size(), 8192);   // left as it is, for whoever can mend it
    }

    void fullDiskKeepsTheWorkInTheWindow()
    {
        QVERIFY(m_fixture->open(m_fixture->write(QStringLiteral("letter.md"), "Good morning.\n\nGood night.\n")));
        QVERIFY(m_fixture->waitUntilSaved());
        QSignalSpy failed(&m_fixture->window(), &MainWindow::failed);
        {
            const FullDisk full;
            m_fixture->type(QString(200'000, QLatin1Char('x')).left(20) + QStringLiteral("Guten Morgen."));
            m_fixture->press(Qt::Key_Return, Qt::ControlModifier);
            QVERIFY(failed.wait());
            QCOMPARE(m_fixture->window().workspace().autosave().state(), Autosave::State::Failed);
            QCOMPARE(m_fixture->openRow().number, 2);
            QVERIFY(m_fixture->window().messages().sentence().contains(QStringLiteral("saving is tried again")));
        }
        m_fixture->press(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(m_fixture->waitUntilSaved());
        QVERIFY(!m_fixture->window().messages().isError());
        const auto before = m_fixture->rows();
        m_fixture->restart();
        QVERIFY(m_fixture->open(m_fixture->path(QStringLiteral("letter.md"))));
        QCOMPARE(m_fixture->rows(), before);
    }

private:
    /// No file can grow while this lives, as on a full disk.
    class FullDisk {
    public:
        FullDisk()
        {
            m_handler = std::signal(SIGXFSZ, SIG_IGN);
            getrlimit(RLIMIT_FSIZE, &m_before);
            const rlimit none{.rlim_cur = 0, .rlim_max = m_before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &none);
        }
        ~FullDisk()
        {
            setrlimit(RLIMIT_FSIZE, &m_before);
            std::signal(SIGXFSZ, m_handler);
        }

    private:
        rlimit m_before{};
        void (*m_handler)(int) = nullptr;
    };

    std::unique_ptr<WorkbenchFixture> m_fixture;
};

QTEST_MAIN(TestWorkbenchTrouble)
#include "tst_workbench_trouble.moc"
