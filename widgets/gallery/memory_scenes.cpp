#include "widgets/gallery/memory_scenes.h"

#include "widgets/memory/aligned_pairs.h"
#include "widgets/memory/change_preview.h"
#include "widgets/memory/conflict_view.h"
#include "widgets/memory/finding_list.h"
#include "widgets/memory/import_report.h"
#include "widgets/memory/memory_list.h"
#include "widgets/memory/review_rows.h"
#include "widgets/memory/unit_detail.h"
#include "widgets/memory/unit_table.h"

#include <QCoreApplication>

namespace interlinear::widgets::gallery {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Gallery", text);
}

std::vector<UnitRow> units()
{
    return {{.id = QStringLiteral("1"),
             .source = QStringLiteral("The refrigerant lines between the indoor and the outdoor unit must be insulated."),
             .target = QStringLiteral("Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden."),
             .inSource = {{4, 15}},
             .facts = {QStringLiteral("M. Weber"), QStringLiteral("02.03.2025"), QStringLiteral("heating.docx")},
             .remark = QStringLiteral("the same source has 2 different targets"),
             .beginsGroup = true},
            {.id = QStringLiteral("2"),
             .source = QStringLiteral("The refrigerant lines between the indoor and the outdoor unit must be insulated."),
             .target = QStringLiteral("Kältemittelleitungen müssen gedämmt sein."),
             .facts = {QStringLiteral("19.11.2024"), QStringLiteral("imported")},
             .approved = false},
            {.id = QStringLiteral("3"),
             .source = QStringLiteral("Tighten the flare nut with <1>45 Nm</1>."),
             .target = QStringLiteral("اربط الصامولة بعزم 45 نيوتن متر."),
             .facts = {QStringLiteral("Z. Haddad")},
             .remark = QStringLiteral("the target lacks the tags of the source"),
             .beginsGroup = true},
            {.id = QStringLiteral("4"),
             .source = QStringLiteral("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and nothing else in the whole of this unit, which is so long "
                                      "that two lines cannot hold it whatever happens."),
             .target = QStringLiteral("Kurz."),
             .facts = {QStringLiteral("M. Weber")}}};
}

std::unique_ptr<QWidget> unitTable(const Theme &theme)
{
    auto table = std::make_unique<UnitTable>();
    table->setTheme(theme);
    table->units()->setLanguages(tr("English"), tr("German"));
    table->units()->setRows(units(), MorePages::No);
    table->setRemarksShown(true);
    table->selectRow(1);
    return table;
}

std::unique_ptr<QWidget> emptyTable(const Theme &theme)
{
    auto table = std::make_unique<UnitTable>();
    table->setTheme(theme);
    table->units()->setLanguages(tr("English"), tr("German"));
    table->setEmptyText(tr("No unit holds this text."));
    return table;
}

std::unique_ptr<QWidget> memoryList(const Theme &theme)
{
    auto list = std::make_unique<MemoryList>();
    list->setTheme(theme);
    list->setMemories({{.name = QStringLiteral("heating"), .units = 184'212},
                       {.name = QStringLiteral("client-2025"), .units = 52'040, .readOnly = true, .penaltyPerMille = 50},
                       {.name = QStringLiteral("team"), .units = 2'310, .sharing = SharingState{.waiting = 3, .conflicts = 2}},
                       {.name = QStringLiteral("a-memory-with-a-name-that-no-panel-is-wide-enough-for"), .units = 9'999'999, .readOnly = true},
                       {.name = QStringLiteral("old"), .readOnly = true, .problem = QStringLiteral("old.itm: the file is damaged")}});
    list->setCurrentIndex(list->model()->index(0, 0));
    return list;
}

std::unique_ptr<QWidget> findingList(const Theme &theme)
{
    auto list = std::make_unique<FindingList>();
    list->setTheme(theme);
    list->setEntries({{-1, tr("All units"), 184'212}, {0, tr("Duplicates"), 1'204}, {2, tr("One source, several targets"), 87}, {5, tr("Numbers differ"), 12}});
    return list;
}

std::unique_ptr<QWidget> importReport(const Theme &)
{
    auto report = std::make_unique<ImportReport>();
    report->setSummary({.file = QStringLiteral("client.tmx"),
                        .added = 51'204,
                        .known = 836,
                        .replaced = 12,
                        .skippedCount = 2,
                        .notes = {tr("14 units of the file have German as the source: their texts were taken from English to German.")},
                        .skipped = {{17, tr("the target is empty")}, {120'044, tr("the languages are fr and it, not those of the memory")}}});
    return report;
}

std::unique_ptr<QWidget> changePreview(const Theme &theme)
{
    auto preview = std::make_unique<ChangePreview>();
    preview->setTheme(theme);
    preview->setChanges({{QStringLiteral("Choose a colour."), QStringLiteral("Choose a tone."), QStringLiteral("Farbe wählen."), QStringLiteral("Farbe wählen."), {}},
                         {QStringLiteral("Old text."), QString(), QStringLiteral("Alter Text."), QString(), tr("deleted")}},
                        1'204);
    return preview;
}

std::unique_ptr<QWidget> alignedPairs(const Theme &theme)
{
    auto pairs = std::make_unique<AlignedPairs>();
    pairs->setTheme(theme);
    pairs->setLanguages(tr("English"), tr("German"));
    pairs->setPairs({{QStringLiteral("Welcome"), QStringLiteral("Willkommen"), 0.99, QStringLiteral("1-1")},
                     {QStringLiteral("The key is here. It is small."), QStringLiteral("Hier ist der kleine Schlüssel."), 0.62, QStringLiteral("2-1")},
                     {QStringLiteral("See page 4."), QStringLiteral("Ende."), 0.21, QStringLiteral("1-1")},
                     {QStringLiteral("Only here."), QString(), 0.88, QStringLiteral("1-0")}});
    pairs->setThreshold(0.5);
    return pairs;
}

std::unique_ptr<QWidget> conflictView(const Theme &theme)
{
    auto view = std::make_unique<ConflictView>();
    view->setTheme(theme);
    view->setConflicts({{.id = QStringLiteral("1"),
                         .source = QStringLiteral("The refrigerant lines between the indoor and the outdoor unit must be insulated."),
                         .current = ConflictSide{QStringLiteral("Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden."),
                                                 QStringLiteral("Z. Haddad · 04.03.2025")},
                         .other = ConflictSide{QStringLiteral("Die Kältemittelleitungen zwischen Innen- und Außengerät sind zu dämmen."),
                                               QStringLiteral("M. Weber · 04.03.2025")}},
                        {.id = QStringLiteral("2"),
                         .source = QStringLiteral("Close the valve."),
                         .current = {},
                         .other = ConflictSide{QStringLiteral("Ventil zu."), {}}}});
    return view;
}

std::unique_ptr<QWidget> reviewRows(const Theme &theme)
{
    auto view = std::make_unique<ReviewRows>();
    view->setTheme(theme);
    view->setRows({{.place = QStringLiteral("guide.md 17"),
                    .outcome = tr("changed"),
                    .source = QStringLiteral("The lines must be insulated."),
                    .before = QStringLiteral("Die Leitungen müssen isoliert werden."),
                    .after = QStringLiteral("Die Leitungen sind zu dämmen."),
                    .facts = {tr("Comment: M. Weber: shorter")}},
                   {.place = QStringLiteral("guide.md 18"),
                    .outcome = tr("tags damaged"),
                    .refused = true,
                    .source = QStringLiteral("Press <1>Enter</1>."),
                    .after = QStringLiteral("Enter drücken."),
                    .facts = {tr("the translation lacks <1>, </1> of the source")}}});
    return view;
}

std::unique_ptr<QWidget> unitDetail(const Theme &theme)
{
    auto detail = std::make_unique<UnitDetail>();
    detail->setTheme(theme);
    detail->setUnit(units().front());
    detail->setHistory({{QStringLiteral("M. Weber · 02.03.2025"), QStringLiteral("The refrigerant lines."), QStringLiteral("Die Wasserleitungen.")},
                        {QStringLiteral("Z. Haddad · 04.03.2025"), QStringLiteral("The refrigerant lines."), QStringLiteral("Die Kältemittelleitungen.")}});
    return detail;
}

}  // namespace

std::vector<Scene> memoryScenes()
{
    return {{QStringLiteral("memories"), tr("Memories"), {220, 200}, memoryList},
            {QStringLiteral("units"), tr("Units of a memory"), {1100, 260}, unitTable},
            {QStringLiteral("units-empty"), tr("Units of a memory: none"), {700, 200}, emptyTable},
            {QStringLiteral("unit"), tr("A unit and its history"), {700, 240}, unitDetail},
            {QStringLiteral("findings"), tr("Findings"), {240, 160}, findingList},
            {QStringLiteral("import-report"), tr("Report of an import"), {640, 300}, importReport},
            {QStringLiteral("change-preview"), tr("Preview of a change"), {640, 200}, changePreview},
            {QStringLiteral("conflicts"), tr("Conflicts"), {760, 420}, conflictView},
            {QStringLiteral("review-rows"), tr("Rows that came back from review"), {900, 360}, reviewRows},
            {QStringLiteral("aligned-pairs"), tr("Aligned pairs"), {900, 260}, alignedPairs}};
}

}  // namespace interlinear::widgets::gallery
