// Formatting marks, placeholders, tags and line ends survive tokenising and detokenising exactly: every line of the dev sets, and made-up ones.
#include "engine/mixmoe/text/tokenizer.h"
#include "engine/training/data/corpus.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace interlinear;
using namespace interlinear::training;

class TestSurvival : public QObject {
    Q_OBJECT

private:
    std::vector<std::shared_ptr<const mixmoe::Tokenizer>> m_tokenizers;

    /// Empty when the text comes back as it went in.
    static QString loss(const mixmoe::Tokenizer &tokenizer, std::string_view text)
    {
        std::vector<mixmoe::TokenId> ids;
        std::size_t last = 0;
        for (const mixmoe::Piece &piece : tokenizer.encode(text)) {
            if (tokenizer.isControl(piece.id) || piece.span.begin < last || piece.span.end > text.size())
                return QString("piece %1 of: %2").arg(piece.id).arg(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
            last = piece.span.end;
            ids.push_back(piece.id);
        }
        const std::string decoded = tokenizer.decode(ids);
        return decoded == text ? QString() : QString("%1\nbecame\n%2").arg(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QString::fromStdString(decoded));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QDir models(QString(INTERLINEAR_SOURCE_DIR) + "/resources/models");
        for (const QString &folder : models.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const auto tokenizer = mixmoe::Tokenizer::load((models.filePath(folder) + "/tokenizer.model").toStdString());
            QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().sentence().c_str());
            m_tokenizers.push_back(*tokenizer);
        }
        if (m_tokenizers.empty())
            QSKIP("resources/models holds no model");
    }

    void everyLineOfTheDevSets_data()
    {
        QTest::addColumn<QString>("file");
        const QDir folder(QString(INTERLINEAR_SOURCE_DIR) + "/../shared/corpus/dev");
        const QStringList files = folder.entryList({"*.tsv.xz"}, QDir::Files, QDir::Name);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        if (files.isEmpty())
            QTest::newRow("no dev sets") << QString();
    }

    void everyLineOfTheDevSets()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("../shared/corpus/dev is not there");
        const auto lines = readSentences(file.toStdString());
        QVERIFY2(lines, lines ? "" : lines.error().sentence().c_str());
        QVERIFY(!lines->empty());
        for (const std::string &line : *lines) {
            for (const auto &tokenizer : m_tokenizers)
                QCOMPARE(loss(*tokenizer, line), QString());
        }
        std::string paragraph;
        for (std::size_t i = 0; i < std::min<std::size_t>(lines->size(), 5); ++i)
            paragraph += (*lines)[i] + "\n\n";
        for (const auto &tokenizer : m_tokenizers)
            QCOMPARE(loss(*tokenizer, paragraph), QString());
    }

    void madeUpLines()
    {
        const std::vector<std::string> parts{"Haus", "the", " ", "  ", "\n", "\r\n", "\t", "<1>", "</1>", "<2/>", "<9>", "<10>", "%s", "%1$d", "{name}", "${user}", "{{x}}", "&nbsp;",
                                             "**bold**", "`code`", "[a](b)", "<b>", "</b>", "<to:de>", "<de>", "</s>", "<unk>", "<0x41>", "\u00A0", "\u202F", "\u2028", "\u00AD",
                                             "\u200B", "e\u0301", "é", "👍🏽", "👨\u200D👩\u200D👧", "日本語", "пример", "Žlutý", "العربية", "\u200F", "𝔘", "…", "„", "“", "1984", "0", "\x01", "\x7F"};
        std::mt19937 random(3);
        for (int round = 0; round < 5000; ++round) {
            std::string text;
            for (auto i = random() % 12; i > 0; --i)
                text += parts[random() % parts.size()];
            for (const auto &tokenizer : m_tokenizers)
                QCOMPARE(loss(*tokenizer, text), QString());
        }
    }
};

QTEST_APPLESS_MAIN(TestSurvival)
#include "tst_survival.moc"
