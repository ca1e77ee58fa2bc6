#include "widgets/gallery/made_up_data.h"

#include "engine/core/spans.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace interlinear::widgets::gallery {

namespace {

SegmentRow row(int number, SegmentState state, TaggedText source, TaggedText target, MatchBadge match = {})
{
    return {.id = number, .number = number, .state = state, .source = std::move(source), .target = std::move(target), .match = match};
}

TaggedText boldPart(const std::string &before, const std::string &bold, const std::string &after)
{
    return {before + bold + after, {{1, TagKind::Open, before.size(), "**", "b"}, {1, TagKind::Close, before.size() + bold.size(), "**", "b"}}};
}

/// "▁Haus" as it reads in a text.
std::string readable(const std::string &piece, bool first)
{
    static const std::string mark = "\u2581";
    return piece.starts_with(mark) ? (first ? "" : " ") + piece.substr(mark.size()) : piece;
}

std::vector<float> softmax(std::mt19937 &random, int count)
{
    std::normal_distribution<float> logits(0, 1.6F);
    std::vector<float> values(static_cast<std::size_t>(count));
    float sum = 0;
    for (float &value : values)
        sum += value = std::exp(logits(random));
    for (float &value : values)
        value /= sum;
    return values;
}

}  // namespace

std::vector<SegmentRow> manualRows()
{
    using enum SegmentState;
    std::vector<SegmentRow> rows{
        row(9, Reviewed, {"Disconnect the unit from the mains before you open it.", {}}, {"Trennen Sie das Gerät vom Netz, bevor Sie es öffnen.", {}},
            MatchBadge::memory(1010)),
        row(10, Confirmed, {"The outdoor unit must stand level.", {}}, {"Das Außengerät muss waagerecht stehen.", {}}, MatchBadge::memory(870)),
        row(11, Confirmed, boldPart("Tighten the flare nut with ", "45 Nm", "."), boldPart("Die Überwurfmutter mit ", "45 Nm", " anziehen."),
            MatchBadge::memory(1000)),
        row(12, Draft, {"The refrigerant lines between the indoor and the outdoor unit must be insulated.", {}},
            {"Die Kältemittelleitungen zwischen", {}}, MatchBadge::machine()),
        row(13, Machine, {"Do not use pipes with a smaller diameter.", {}}, {"Verwenden Sie keine Rohre mit kleinerem Durchmesser.", {}},
            MatchBadge::machine()),
        row(14, New,
            {"Fill the system slowly and vent it at the highest point; repeat this after a day, when the last air has gathered there, and check the "
             "pressure again.",
             {}},
            {}),
        row(15, New, {"See chapter 4 for the pressure table.", {}}, {}, MatchBadge::memory(760)),
        row(16, Locked, {"EN 14511-2:2022", {}}, {"EN 14511-2:2022", {}}),
    };
    rows[3].facts = {QStringLiteral("2 terms"), QStringLiteral("comment by reviewer")};
    rows[3].terms = {{4, 21}};
    return rows;
}

std::vector<SegmentRow> difficultRows()
{
    using enum SegmentState;
    std::vector<SegmentRow> rows{
        row(1, Confirmed, {"Turn the valve to the left.", {}}, {"סובבו את השסתום שמאלה.", {}}, MatchBadge::memory(1000)),
        row(2, Draft, boldPart("Set the pressure to ", "1.5 bar", " and wait."), {"اضبط الضغط على 1.5 بار", {{1, TagKind::Open, 27, "**", "b"}}},
            MatchBadge::machine()),
        row(3, New,
            {"Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftssatzung und "
             "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
             {}},
            {}),
        row(4, Machine, {"Well done 👍🏽 👩‍👩‍👧 — naïve café, e\u0301", {}},
            {"よくできました👍🏽。漢字とかなの文章も行の終わりで正しく折り返されなければなりません。",
             {}},
            MatchBadge::machine()),
        row(5, New,
            {"Line one\nline two",
             {{1, TagKind::Open, 0, "<i>", "i"},
              {2, TagKind::Open, 0, "<b>", "b"},
              {3, TagKind::Standalone, 4, "<br/>", "br"},
              {2, TagKind::Close, 8, "</b>", "b"},
              {1, TagKind::Close, 17, "</i>", "i"}}},
            {}),
    };
    rows[1].facts = {QStringLiteral("repeated 3 times"), QStringLiteral("in the file: draft, needs work"), QStringLiteral("Gauge/Pressure")};
    rows[1].note = QStringLiteral("The gauge is the one at the inlet. See https://example.org/drawings/outdoor-unit/gauges/pressure-at-the-inlet-valve.svg · Keep the number as it is: the "
                                  "technicians read it from the plate.");
    rows[1].room = QStringLiteral("31 of 28 characters, 3 too many");
    rows[1].overfull = true;
    rows[1].problem = QStringLiteral("1 tag missing · 3 characters too many");
    rows[3].problem = QStringLiteral("no full stop at the end");
    return rows;
}

std::vector<SegmentRow> manyRows(int count)
{
    const std::vector<SegmentRow> page = manualRows();
    std::vector<SegmentRow> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        rows.push_back(page[static_cast<std::size_t>(i) % page.size()]);
        rows.back().id = i + 1;
        rows.back().number = i + 1;
    }
    return rows;
}

std::vector<WordAlternative> manualAlternatives()
{
    const auto rest = QStringLiteral(" zwischen Innen- und Außengerät müssen isoliert werden.");
    return {{QStringLiteral("Kältemittelleitungen"), rest, 0.71},
            {QStringLiteral("Leitungen"), rest, 0.14},
            {QStringLiteral("Rohre"), QStringLiteral(" sind zu isolieren."), 0.05},
            {QStringLiteral("Kühlmittelverbindungsleitungsisolierungen"), rest, 0.012},
            {QString(), rest, 0.004}};
}

std::vector<Match> manualMatches()
{
    const QString source = QStringLiteral("The refrigerant lines between the indoor and the outdoor unit must be insulated.");
    return {
        {.scorePerMille = 840,
         .sourceDifferences = wordDifferences(QStringLiteral("The water pipes between the indoor and the outdoor unit must be insulated."), source),
         .target = {"Die Wasserleitungen zwischen Innen- und Außengerät müssen isoliert werden.", {}},
         .origin = QStringLiteral("heating.tm · M. Weber, 2025-03-02"),
         .lost = {QStringLiteral("−16: two words")}},
        {.kind = Match::Kind::Machine,
         .target = {"Die Kältemittelleitungen zwischen Innen- und Außengerät müssen isoliert werden.", {}},
         .origin = machineOrigin(QStringLiteral("interlinear-base"), QStringLiteral("GPU bf16"), 38),
         .confidence = 0.91},
        {.scorePerMille = 712,
         .target = {"Kältemittelleitungen müssen gedämmt sein.", {}},
         .origin = QStringLiteral("client-2025.tm · 2024-11-19"),
         .lost = {QStringLiteral("−29: seven words")}},
    };
}

std::vector<Match> difficultMatches()
{
    return {
        {.scorePerMille = 1000,
         .target = boldPart("اضبط الضغط على ", "1.5 بار", " وانتظر."),
         .origin = QStringLiteral("a-memory-with-a-very-long-name-that-cannot-fit.tm · Dr. Alexandra Weberknecht-Hohenlohe, 2025-03-02")},
        {.scorePerMille = 930,
         .sourceDifferences
         = wordDifferences(QStringLiteral("Set the pressure to 1.2 bar and wait."), QStringLiteral("Set the pressure to 1.5 bar and wait.")),
         .target = {"Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", {}},
         .origin = QStringLiteral("heating.tm"),
         .lost = {QStringLiteral("−7: one number"), QStringLiteral("other tags")}},
    };
}

std::vector<ConcordanceRow> manualHits()
{
    return {{QStringLiteral("The outdoor unit must stand level."), QStringLiteral("Das Außengerät muss waagerecht stehen."), {{12, 16}}, {}, QStringLiteral("installation.docx · M. Weber · 2025-03-02 · by a person")},
            {QStringLiteral("Disconnect the unit from the mains before you open the unit."), QStringLiteral("Trennen Sie das Gerät vom Netz, bevor Sie es öffnen."), {{15, 19}, {55, 59}}, {},
             QStringLiteral("safety-notes.md · A. Keller · 2024-11-19 · machine text, corrected")},
            {QStringLiteral("Units without a label are not to be used."), QStringLiteral("سلامة الوحدة أولا: لا تستخدم وحدة بلا ملصق."), {{0, 4}}, {{33, 37}}, QStringLiteral("imported · not approved")}};
}

std::vector<FragmentRow> manualFragments()
{
    return {{QStringLiteral("between the indoor and the outdoor unit"), QStringLiteral("zwischen Innen- und Außengerät"), QStringLiteral("in 12 units, 86 % sure")},
            {QStringLiteral("must be insulated"), QStringLiteral("müssen isoliert werden"), QStringLiteral("in 4 units, 61 % sure")}};
}

std::vector<TermRow> manualTerms()
{
    return {{QStringLiteral("refrigerant line"), QStringLiteral("Kältemittelleitung"), TermState::Preferred, QStringLiteral("Pipe in which the refrigerant flows between the units.")},
            {QStringLiteral("refrigerant line"), QStringLiteral("Kälteleitung"), TermState::Admitted},
            {QStringLiteral("refrigerant line"), QStringLiteral("Kühlschlauch"), TermState::Forbidden, QStringLiteral("never in manuals")},
            {QStringLiteral("outdoor unit"), QStringLiteral("Außengerät"), TermState::Preferred},
            {QStringLiteral("insulate"), QStringLiteral("dämmen")}};
}

std::vector<TermRow> difficultTerms()
{
    return {{QStringLiteral("valve"), QStringLiteral("שסתום"), TermState::Preferred, QStringLiteral("שסתום ביטחון של המערכת")},
            {QStringLiteral("beef labelling supervision act"), QStringLiteral("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"), TermState::Admitted},
            {QStringLiteral("flare nut"), {}}};
}

std::vector<std::string> manualPieces()
{
    return {"\u2581Die", "\u2581Kälte", "mittel", "leitungen", "\u2581zwischen", "\u2581Innen", "-", "\u2581und", "\u2581Außen", "gerät"};
}

std::vector<std::string> rightToLeftPieces()
{
    return {"\u2581סובבו", "\u2581את", "\u2581השסתום", "\u2581שמאלה", ".", "\u2581Donaudampfschifffahrtsgesellschaft", "<0xF0>", "<0x9F>"};
}

std::shared_ptr<const mixmoe::RoutingCapture> inventedCapture(const std::vector<std::string> &pieces, const CaptureShape &shape)
{
    auto capture = std::make_shared<mixmoe::RoutingCapture>();
    capture->level = mixmoe::CaptureLevel::Probabilities;
    capture->expertsPerGroup = shape.expertsPerGroup;
    capture->groups = 2;
    for (int layer = 0; layer < shape.layers; ++layer)
        capture->layerIndex.push_back(2 * layer + 1);
    for (const std::string control : {"<en>", "<to:de>"}) {
        capture->tokens.push_back({});
        capture->tokens.back().piece = control;
        capture->tokens.back().control = true;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        mixmoe::CapturedToken token;
        token.piece = pieces[i];
        token.phase = mixmoe::Phase::Generated;
        token.byteFallback = pieces[i].starts_with("<0x");
        token.spanBytes.begin = capture->targetText.size();
        capture->targetText += token.byteFallback ? "" : readable(pieces[i], i == 0);
        token.spanBytes.end = capture->targetText.size();
        capture->tokens.push_back(token);
    }
    const Utf16Map map(capture->targetText);
    for (mixmoe::CapturedToken &token : capture->tokens)
        token.spanUtf16 = map.toUtf16(token.spanBytes);

    std::mt19937 random(shape.seed);
    for (std::size_t slot = 0; slot < capture->tokens.size() * static_cast<std::size_t>(shape.layers) * 2; ++slot) {
        const std::vector<float> probabilities = softmax(random, shape.expertsPerGroup);
        const auto best = std::max_element(probabilities.begin(), probabilities.end());
        capture->gateProbabilities.insert(capture->gateProbabilities.end(), probabilities.begin(), probabilities.end());
        capture->choices.push_back(static_cast<std::int16_t>(best - probabilities.begin()));
        capture->weights.push_back(*best * static_cast<float>(shape.expertsPerGroup));
    }
    return capture;
}

}  // namespace interlinear::widgets::gallery
