#include "widgets/gallery/scenes.h"

#include "widgets/editing/alternatives_list.h"
#include "widgets/editing/segment_grid.h"
#include "widgets/editing/segment_table_model.h"
#include "widgets/gallery/made_up_data.h"
#include "widgets/gallery/memory_scenes.h"
#include "widgets/gallery/palette_sheet.h"
#include "widgets/lookup/match_pane.h"
#include "widgets/lookup/term_list.h"
#include "widgets/routing/routing_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

namespace interlinear::widgets::gallery {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Gallery", text);
}

std::unique_ptr<SegmentGrid> makeGrid(const Theme &theme, std::vector<SegmentRow> rows)
{
    auto grid = std::make_unique<SegmentGrid>();
    auto *model = new SegmentTableModel(grid.get());
    model->setLanguages(tr("English"), tr("German"));
    model->setRows(std::move(rows));
    grid->setTheme(theme);
    grid->setModel(model);
    QObject::connect(grid.get(), &SegmentGrid::targetEdited, model, [model](qint64 id, const TargetEdit &edit) {
        SegmentRow row = model->rows()[static_cast<std::size_t>(*model->rowOf(id))];
        row.target = edit.after;
        row.state = SegmentState::Draft;
        model->setRow(*model->rowOf(id), row);
    });
    return grid;
}

std::unique_ptr<SegmentGrid> manualGrid(const Theme &theme)
{
    auto grid = makeGrid(theme, manualRows());
    grid->openSegment(12);
    grid->editor()->setSuggestion({"Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden.", {}}, SuggestionState::Complete);
    return grid;
}

std::unique_ptr<SegmentGrid> difficultGrid(const Theme &theme)
{
    auto grid = makeGrid(theme, difficultRows());
    grid->openSegment(2);
    grid->editor()->setSuggestion({"اضبط الضغط على 1.5 بار وانتظر حتى يستقر المؤشر ثم أغلق الصمام ببطء وتحقق من الضغط مرة أخرى.",
                                   {{1, TagKind::Open, 27, "**", "b"}, {1, TagKind::Close, 37, "**", "b"}}},
                                  SuggestionState::Complete);
    return grid;
}

std::unique_ptr<AlternativesList> makeAlternatives(const Theme &theme, const std::vector<WordAlternative> &alternatives)
{
    auto list = std::make_unique<AlternativesList>();
    list->setTheme(theme);
    list->setAlternatives(alternatives);
    return list;
}

std::unique_ptr<MatchPane> makePane(const Theme &theme, std::vector<Match> matches)
{
    auto pane = std::make_unique<MatchPane>();
    pane->setTheme(theme);
    pane->setMatches(std::move(matches));
    return pane;
}

std::unique_ptr<ConcordanceView> manualConcordance(const Theme &theme)
{
    auto view = std::make_unique<ConcordanceView>();
    view->setTheme(theme);
    view->search(QStringLiteral("unit"));
    view->setHits(manualHits(), true);
    view->walk(1);
    return view;
}

std::unique_ptr<ConcordanceView> brokenConcordance(const Theme &theme)
{
    auto view = std::make_unique<ConcordanceView>();
    view->setTheme(theme);
    view->search(QStringLiteral("(unit"));
    view->setProblem(tr("\"(unit\" is no regular expression: a parenthesis is not closed (character 6)"));
    return view;
}

std::unique_ptr<ConcordanceView> emptyConcordance(const Theme &theme)
{
    auto view = std::make_unique<ConcordanceView>();
    view->setTheme(theme);
    return view;
}

std::unique_ptr<TermList> makeTerms(const Theme &theme, std::vector<TermRow> rows)
{
    auto list = std::make_unique<TermList>();
    list->setTheme(theme);
    list->setEmptyText(tr("No term of the termbase stands in this segment. Ctrl+Shift+G adds one."));
    list->setTerms(std::move(rows));
    for (const QString &name : {tr("Add a term…"), tr("Change…")})
        list->addButton(new QAction(name, list.get()));
    return list;
}

std::unique_ptr<FragmentList> makeFragments(const Theme &theme)
{
    auto list = std::make_unique<FragmentList>();
    list->setTheme(theme);
    list->setFragments(manualFragments());
    return list;
}

std::unique_ptr<RoutingView> makeRouting(const Theme &theme, const std::shared_ptr<const mixmoe::RoutingCapture> &capture)
{
    auto view = std::make_unique<RoutingView>();
    view->setTheme(theme);
    view->setTitle(tr("Routing of the suggestion in row 12"));
    for (const QString &name : {tr("Switch off experts…"), tr("Compare"), tr("Export")})
        view->addButton(new QAction(name, view.get()));
    view->heatmap()->setCapture(capture);
    return view;
}

std::unique_ptr<RoutingView> manualRouting(const Theme &theme)
{
    auto view = makeRouting(theme, inventedCapture(manualPieces(), {}));
    view->heatmap()->setSelectedSpan(Utf16Span{15, 24});
    view->heatmap()->setCursorPlace({5, 1, mixmoe::ExpertGroup::Translation, 2});
    return view;
}

std::unique_ptr<RoutingView> interventionRouting(const Theme &theme)
{
    auto view = manualRouting(theme);
    mixmoe::Intervention off;
    off.expert = 2;
    off.layer = 3;
    view->heatmap()->setInterventions({off});
    view->comparison()->setComparison({.title = tr("Without MT 2 in layer 3"),
                                       .before = QStringLiteral("Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden."),
                                       .after = QStringLiteral("Die Kühlleitungen zwischen dem Innen- und Außengerät müssen isoliert werden."),
                                       .note = tr("log-probability −4.1 → −5.3")});
    return view;
}

std::unique_ptr<RoutingView> bandRouting(const Theme &theme)
{
    auto view = manualRouting(theme);
    view->setBinCount(129);
    view->findChild<QToolButton *>(QStringLiteral("routingSpectrum"))->setChecked(true);
    view->bands()->setBand({.first = 0, .last = 8, .percent = 0});
    view->comparison()->setComparison({.title = tr("Bins 0 to 8 at 0 %"),
                                       .before = QStringLiteral("Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden."),
                                       .after = QStringLiteral("Die Leitungen zwischen Innen- und Außengerät müssen isoliert werden."),
                                       .note = tr("log-probability −4.1 → −4.9")});
    return view;
}

std::unique_ptr<RoutingView> streamedRouting(const Theme &theme)
{
    const auto capture = inventedCapture(manualPieces(), {.layers = 3});
    const RoutingTable whole = RoutingTable::fromCapture(*capture);
    auto view = makeRouting(theme, nullptr);
    view->heatmap()->beginStream(whole.layerIndex(), whole.expertsPerGroup(), whole.groups(), whole.topK());
    for (int token = 0; token < 6; ++token)
        view->heatmap()->appendToken(whole.token(token), whole.routing(token));
    return view;
}

std::unique_ptr<QWidget> workbench(const Theme &theme)
{
    auto window = std::make_unique<QSplitter>(Qt::Vertical);
    auto *upper = new QSplitter(Qt::Horizontal);
    upper->addWidget(manualGrid(theme).release());
    auto *tabs = new QTabWidget;
    tabs->addTab(makePane(theme, manualMatches()).release(), tr("Matches"));
    tabs->addTab(makeTerms(theme, manualTerms()).release(), tr("Terms"));
    tabs->addTab(manualConcordance(theme).release(), tr("Concordance"));
    upper->addWidget(tabs);
    upper->setSizes({1008, 372});
    window->addWidget(upper);
    window->addWidget(manualRouting(theme).release());
    window->setSizes({540, 310});
    return window;
}

}  // namespace

std::vector<Scene> scenes()
{
    std::vector<Scene> all{
        {QStringLiteral("palette"),
         tr("Colours, states, badges"),
         {600, 200},
         [](const Theme &theme) { return std::make_unique<PaletteSheet>(theme); }},
        {QStringLiteral("grid"), tr("Segments"), {1008, 480}, manualGrid},
        {QStringLiteral("grid-difficult"), tr("Segments: right to left, long words, emoji"), {900, 480}, difficultGrid},
        {QStringLiteral("grid-empty"), tr("Segments: none"), {700, 240}, [](const Theme &theme) { return makeGrid(theme, {}); }},
        {QStringLiteral("grid-50000"),
         tr("Segments: fifty thousand"),
         {900, 480},
         [](const Theme &theme) { return makeGrid(theme, manyRows(50000)); }},
        {QStringLiteral("alternatives"), tr("Other words here"), {460, 134}, [](const Theme &theme) { return makeAlternatives(theme, manualAlternatives()); }},
        {QStringLiteral("alternatives-empty"), tr("Other words here: none"), {460, 34}, [](const Theme &theme) { return makeAlternatives(theme, {}); }},
        {QStringLiteral("matches"), tr("Matches"), {360, 420}, [](const Theme &theme) { return makePane(theme, manualMatches()); }},
        {QStringLiteral("matches-difficult"),
         tr("Matches: right to left, long names"),
         {320, 360},
         [](const Theme &theme) { return makePane(theme, difficultMatches()); }},
        {QStringLiteral("matches-empty"), tr("Matches: none"), {320, 160}, [](const Theme &theme) { return makePane(theme, {}); }},
        {QStringLiteral("fragments"), tr("Parts that the memory knows"), {360, 140}, makeFragments},
        {QStringLiteral("terms"), tr("Terms"), {360, 460}, [](const Theme &theme) { return makeTerms(theme, manualTerms()); }},
        {QStringLiteral("terms-difficult"), tr("Terms: right to left, long words"), {320, 300}, [](const Theme &theme) { return makeTerms(theme, difficultTerms()); }},
        {QStringLiteral("terms-empty"), tr("Terms: none"), {320, 160}, [](const Theme &theme) { return makeTerms(theme, {}); }},
        {QStringLiteral("concordance"), tr("Concordance"), {360, 460}, manualConcordance},
        {QStringLiteral("concordance-broken"), tr("Concordance: no regular expression"), {320, 220}, brokenConcordance},
        {QStringLiteral("concordance-empty"), tr("Concordance: nothing searched"), {320, 220}, emptyConcordance},
        {QStringLiteral("routing"), tr("Routing"), {1380, 310}, manualRouting},
        {QStringLiteral("routing-intervention"), tr("Routing: an expert switched off"), {1380, 400}, interventionRouting},
        {QStringLiteral("routing-band"), tr("Routing: a band of the spectrum left out"), {1380, 400}, bandRouting},
        {QStringLiteral("routing-stream"), tr("Routing: while decoding"), {1000, 240}, streamedRouting},
        {QStringLiteral("routing-difficult"),
         tr("Routing: right to left, long words, narrow"),
         {760, 280},
         [](const Theme &theme) { return makeRouting(theme, inventedCapture(rightToLeftPieces(), {})); }},
        {QStringLiteral("routing-64"),
         tr("Routing: 64 experts a group"),
         {1380, 300},
         [](const Theme &theme) { return makeRouting(theme, inventedCapture(manualPieces(), {.layers = 6, .expertsPerGroup = 64})); }},
        {QStringLiteral("routing-empty"), tr("Routing: none"), {900, 200}, [](const Theme &theme) { return makeRouting(theme, nullptr); }},
        {QStringLiteral("workbench"), tr("Together"), {1380, 860}, workbench},
    };
    for (Scene &scene : memoryScenes())
        all.push_back(std::move(scene));
    return all;
}

}  // namespace interlinear::widgets::gallery
