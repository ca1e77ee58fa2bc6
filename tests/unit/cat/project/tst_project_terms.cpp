// The termbase of a project: made by its first term, chosen and kept, and what it asks is what it holds at that moment.
#include "engine/core/files.h"
#include "tests/unit/cat/project/project_samples.h"

#include "engine/cat/project/project_terms.h"

#include <QTest>

#include <algorithm>

using namespace interlinear;
using namespace interlinear::cat;
using namespace interlinear::cat::samples;

namespace {

NewTerm term(const std::string &source, const std::string &target, TermStatus status = TermStatus::Preferred)
{
    return {.pair = {.source = {.text = source, .language = "en"}, .target = {.text = target, .language = "de", .status = status}}};
}

std::vector<std::string> allowed(ProjectTerms &terms, const std::string &source)
{
    std::vector<std::string> forms;
    const Result<std::vector<TermDemand>> demands = terms.demands({source, {}});
    for (const TermDemand &demand : *demands)
        std::ranges::copy(demand.allowed, std::back_inserter(forms));
    return forms;
}

bool has(const std::vector<std::string> &forms, const std::string &form)
{
    return std::ranges::find(forms, form) != forms.end();
}

}  // namespace

class TestProjectTerms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstTermMakesTheFile()
    {
        TemporaryProject place;
        ProjectTerms terms(place.project());
        QVERIFY(terms.find({"Two hard disks.", {}})->empty());
        QVERIFY(terms.demands({"Two hard disks.", {}})->empty());
        QVERIFY(terms.check({"Two hard disks.", {}}, {"x", {}})->empty());
        QCOMPARE(terms.exportTo(place.folder() / "out.tbx").error().code, ErrorCode::NotFound);
        QVERIFY(!std::filesystem::exists(place.project().termbasePath()));
        QVERIFY(terms.add(term("hard disk", "Festplatte")).has_value());
        QVERIFY(std::filesystem::exists(place.project().termbasePath()));
        QCOMPARE(terms.find({"Two hard disks.", {}})->size(), std::size_t(1));
    }

    void demandsFollowEveryChange()
    {
        TemporaryProject place;
        ProjectTerms terms(place.project());
        QVERIFY(terms.add(term("hard disk", "Festplatte")).has_value());
        QVERIFY(has(allowed(terms, "a hard disk"), "Festplatte"));
        NewTerm second = term("hard disk", "Platte", TermStatus::Admitted);
        second.note = "only spoken";
        QCOMPARE(terms.add(second)->kind, PairAddition::Kind::Joined);
        QVERIFY(has(allowed(terms, "a hard disk"), "Platte"));
        Concept entry = terms.find({"a hard disk", {}})->front().entry;
        QCOMPARE(entry.notes, std::vector<std::string>{"only spoken"});
        entry.terms.back().status = TermStatus::Forbidden;
        QVERIFY(terms.change(entry).has_value());
        QVERIFY(!has(allowed(terms, "a hard disk"), "Platte"));
        QCOMPARE(terms.check({"a hard disk", {}}, {"eine Platte", {}})->size(), std::size_t(2));
        QVERIFY(terms.remove(entry.id).has_value());
        QVERIFY(allowed(terms, "a hard disk").empty());
        QCOMPARE(terms.change(entry).error().code, ErrorCode::NotFound);
    }

    void anotherTermbaseIsChosenAndKept()
    {
        TemporaryProject place;
        const std::filesystem::path shared = place.folder() / "client.itb";
        {
            ProjectTerms terms(place.project());
            QVERIFY(terms.add(term("mouse", "Maus")).has_value());
            QVERIFY(terms.choose(shared).has_value());
            QVERIFY(terms.find({"a mouse", {}})->empty());
            QVERIFY(terms.add(term("screen", "Bildschirm")).has_value());
        }
        place.reopen();
        QCOMPARE(place.project().termbasePath(), shared);
        ProjectTerms terms(place.project());
        QCOMPARE(terms.find({"a screen", {}})->size(), std::size_t(1));
        QVERIFY(writeFileAtomically(place.folder() / "no.itb", "no database").has_value());
        QVERIFY(!terms.choose(place.folder() / "no.itb").has_value());
        QCOMPARE(terms.find({"a screen", {}})->size(), std::size_t(1));
        QCOMPARE(place.project().termbasePath(), shared);
    }

    void tablesAndTbxGoRound_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::newRow("TBX") << std::string("terms.tbx");
        QTest::newRow("CSV") << std::string("terms.csv");
        QTest::newRow("TSV, in capitals") << std::string("terms.TSV");
    }

    void tablesAndTbxGoRound()
    {
        QFETCH(std::string, name);
        TemporaryProject place;
        ProjectTerms terms(place.project());
        QVERIFY(terms.add(term("hard disk", "Festplatte")).has_value());
        QVERIFY(terms.exportTo(place.folder() / name).has_value());
        QVERIFY(terms.choose(place.folder() / "other.itb").has_value());
        QCOMPARE(terms.import(place.folder() / name)->added, std::size_t(1));
        QVERIFY(has(allowed(terms, "hard disk"), "Festplatte"));
        QCOMPARE(terms.import(place.folder() / name)->known, std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestProjectTerms)
#include "tst_project_terms.moc"
