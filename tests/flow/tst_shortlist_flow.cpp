// A shortlist as a user makes and uses one, with the model that ships: learnt from sentences, faithful on others, refused when damaged.
#include "tests/support/program.h"

#include <nlohmann/json.hpp>

#include <QDir>
#include <QFile>
#include <QTest>

using namespace interlinear::tests;
using Json = nlohmann::json;

namespace {

const QString shipped = QStringLiteral(INTERLINEAR_SOURCE_DIR "/resources/models/european");
const QStringList toGerman{"translate", "--from", "en", "--to", "de", "--lines", "--json", "--threads", "1", "--model", "model"};

/// Sentences of one kind, none twice below 1728.
QByteArray sentence(int number)
{
    static const std::vector<QByteArray> who{"The man", "My sister", "The teacher", "Tom", "The girl", "Mary"};
    static const std::vector<QByteArray> did{"bought", "saw", "found", "lost", "sold", "wanted"};
    static const std::vector<QByteArray> what{"a book", "the car", "two apples", "a small house", "the letter", "a black dog", "the key", "the clock"};
    static const std::vector<QByteArray> where{"in the city", "at the station", "in the garden", "yesterday", "this morning", "last week"};
    int rest = number * 7919 % 1728;
    const auto one = [&](const std::vector<QByteArray> &words) {
        const auto count = static_cast<int>(words.size());
        const QByteArray word = words[static_cast<std::size_t>(rest % count)];
        rest /= count;
        return word;
    };
    const QByteArray subject = one(who), verb = one(did), object = one(what), place = one(where);
    return subject + ' ' + verb + ' ' + object + ' ' + place + ".\n";
}

QByteArray sentences(int first, int last)
{
    QByteArray lines;
    for (int number = first; number < last; ++number)
        lines += sentence(number);
    return lines;
}

std::vector<Json> jsonLines(const QByteArray &out)
{
    std::vector<Json> lines;
    for (const QByteArray &line : out.trimmed().split('\n'))
        lines.push_back(Json::parse(line.begin(), line.end(), nullptr, false));
    return lines;
}

/// Sources and what the model makes of them.
QByteArray asPairs(const std::vector<Json> &translated)
{
    std::string rows;
    for (const Json &line : translated)
        rows += line["source"].get<std::string>() + '\t' + line["target"].get<std::string>() + '\n';
    return QByteArray::fromStdString(rows);
}

}  // namespace

class TestShortlistFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learntListKeepsTheText();
};

void TestShortlistFlow::learntListKeepsTheText()
{
    const Program cli("interlinear-cli");
    QVERIFY(QDir().mkpath(cli.path("model")));
    for (const QString &name : QDir(shipped).entryList(QDir::Files))
        QVERIFY(QFile::copy(shipped + '/' + name, cli.path("model/" + name)));

    const Outcome none = cli.run(toGerman + QStringList{"--shortlist"}, "Hello.\n");
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.contains("model shortlist"), none.err);

    cli.write("learn.en-de.tsv", asPairs(jsonLines(cli.run(toGerman, sentences(0, 1600)).out)));
    cli.write("dev.en-de.tsv", sentences(0, 700).replace(".\n", ".\t-\n"));
    const QStringList learn{"--json", "model", "shortlist", "model", "--pairs", "learn.en-de.tsv", "--from", "en", "--to", "de", "--dev"};
    const Outcome learnt = cli.run(learn + QStringList{"dev.en-de.tsv"});
    QVERIFY2(learnt.exitCode == 0, learnt.err);
    const Json told = Json::parse(learnt.out.begin(), learnt.out.end(), nullptr, false);
    QVERIFY(told["tokens_measured"] > 3000);
    QVERIFY(told["tokens_of_source"] < 1500);

    const std::vector<Json> whole = jsonLines(cli.run(toGerman, sentences(1600, 1728)).out);
    const std::vector<Json> few = jsonLines(cli.run(toGerman + QStringList{"--shortlist"}, sentences(1600, 1728)).out);
    QCOMPARE(few.size(), whole.size());
    int tokens = 0, changed = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        QVERIFY(few[i]["shortlist"] == true && !whole[i].contains("shortlist"));
        tokens += whole[i]["tokens"].get<int>();
        if (few[i]["target"] != whole[i]["target"])
            changed += whole[i]["tokens"].get<int>();
    }
    QVERIFY2(changed * 1000 <= tokens, qPrintable(QString("%1 of %2").arg(changed).arg(tokens)));

    QCOMPARE(cli.run(toGerman + QStringList{"--shortlist", "--routing", "routing.json"}, sentences(1600, 1601)).exitCode, 0);
    const Outcome reproduced = cli.run({"routing", "reproduce", "routing.json", "--model", "model"});
    QVERIFY(reproduced.exitCode != 0);
    QVERIFY2(reproduced.err.contains("was made with the shortlist"), reproduced.err);

    QCOMPARE(cli.run({"model", "verify", "model"}).exitCode, 0);
    QByteArray bytes = cli.read("model/shortlist.en-de");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    cli.write("model/shortlist.en-de", bytes);
    const Outcome damaged = cli.run(toGerman + QStringList{"--shortlist"}, "Hello.\n");
    QCOMPARE(damaged.exitCode, 3);
    QVERIFY2(damaged.err.contains("shortlist.en-de"), damaged.err);

    cli.write("few.en-de.tsv", sentence(1).replace(".\n", ".\t-\n"));
    const Outcome tooFew = cli.run(learn + QStringList{"few.en-de.tsv"});
    QCOMPARE(tooFew.exitCode, 2);
    QCOMPARE(cli.read("model/shortlist.en-de"), bytes);   // nothing was written
}

QTEST_APPLESS_MAIN(TestShortlistFlow)
#include "tst_shortlist_flow.moc"
