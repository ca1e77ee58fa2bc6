#include "app/chart/training_plots.h"

#include "engine/core/files.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interlinear {

namespace {

using Json = nlohmann::json;
using Points = std::vector<std::pair<double, double>>;

/// A resumed or rolled-back run tells some steps twice; the last telling holds.
void add(Points &points, double x, double y)
{
    while (!points.empty() && points.back().first >= x)
        points.pop_back();
    points.emplace_back(x, y);
}

class MetricsReader {
public:
    explicit MetricsReader(std::string name) { m_metrics.name = std::move(name); }

    /// Throws Json::exception for a line of another shape.
    void read(const Json &event)
    {
        const std::string kind = event.at("event");
        if (kind == "step") {
            const double x = place(event);
            add(m_metrics.loss, x, event.at("loss"));
            if (event.contains("routing"))
                readRouting(event.at("routing"), x);
            m_lastStep = event.at("step");
        } else if (kind == "dev") {
            add(m_metrics.devLoss, place(event), event.at("loss"));
        }
    }

    RunMetrics take() { return std::move(m_metrics); }

private:
    double place(const Json &event)
    {
        const std::string stage = event.at("stage");
        if (m_metrics.stages.empty() || m_metrics.stages.back().name != stage) {
            m_begin += m_lastStep;
            m_lastStep = 0;
            m_metrics.stages.push_back({m_begin, stage});
        }
        return m_begin + event.at("step").get<double>();
    }

    void readRouting(const Json &routing, double x)
    {
        for (const auto &[group, figures] : routing.items()) {
            RoutingCurves &curves = m_metrics.groups[group];
            add(curves.balance, x, figures.at("balance"));
            add(curves.entropy, x, figures.at("entropy"));
            add(curves.largestShare, x, figures.at("largest_share"));
        }
    }

    RunMetrics m_metrics;
    double m_begin = 0, m_lastStep = 0;
};

Colour colourOf(std::size_t run)
{
    return runColours[run % runColours.size()];
}

LinePanel lossPanel(const std::vector<RunMetrics> &runs)
{
    LinePanel panel{.title = "Loss a token", .xTitle = "step"};
    const bool alone = runs.size() == 1;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (alone)
            panel.lines.push_back({.name = "training", .colour = mutedColour, .points = runs[i].loss});
        panel.lines.push_back({.name = alone ? "dev" : runs[i].name, .colour = alone ? plainColour : colourOf(i), .points = alone ? runs[i].devLoss : runs[i].loss});
    }
    return panel;
}

LinePanel routingPanel(const std::string &title, const std::vector<RunMetrics> &runs, Points RoutingCurves::*curve)
{
    LinePanel panel{.title = title, .xTitle = "step"};
    for (std::size_t i = 0; i < runs.size(); ++i) {
        for (const auto &[group, curves] : runs[i].groups) {
            const bool translation = group == "MT", alone = runs.size() == 1;
            panel.lines.push_back({.name = alone ? group + " experts" : runs[i].name + " " + group,
                                   .colour = alone ? (translation ? mtColour : lmColour) : colourOf(i),
                                   .dashed = translation,
                                   .points = curves.*curve});
        }
    }
    return panel;
}

}  // namespace

Result<RunMetrics> readMetrics(const std::filesystem::path &run)
{
    std::error_code ignored;
    const std::filesystem::path file = std::filesystem::is_directory(run, ignored) ? run / "metrics.jsonl" : run;
    const Result<std::string> text = readTextFile(file);
    if (!text)
        return std::unexpected(text.error());
    std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    MetricsReader reader(folder.filename().string());
    std::size_t line = 1;
    for (std::size_t begin = 0; begin < text->size(); ++line) {
        const std::size_t end = std::min(text->find('\n', begin), text->size());
        try {
            reader.read(Json::parse(text->begin() + static_cast<std::ptrdiff_t>(begin), text->begin() + static_cast<std::ptrdiff_t>(end)));
        } catch (const Json::exception &) {
            return fail(ErrorCode::BadFormat, file.string(), "line %1 is no event of a training run; expected one JSON object with \"event\" a line, as train writes them", line);
        }
        begin = end + 1;
    }
    RunMetrics metrics = reader.take();
    if (metrics.loss.empty())
        return fail(ErrorCode::NotFound, file.string(), "tells of no step yet; wait for the run's first report");
    return metrics;
}

std::vector<Panel> panelsOf(const std::vector<RunMetrics> &runs)
{
    std::vector<LinePanel> panels{lossPanel(runs)};
    if (std::ranges::any_of(runs, [](const RunMetrics &run) { return !run.groups.empty(); })) {
        panels.push_back(routingPanel("Load balance (1: even)", runs, &RoutingCurves::balance));
        panels.push_back(routingPanel("Entropy of the gate (1: undecided)", runs, &RoutingCurves::entropy));
        panels.push_back(routingPanel("Share of the busiest expert", runs, &RoutingCurves::largestShare));
    }
    for (LinePanel &panel : panels) {
        if (runs.size() == 1)
            panel.marks = runs[0].stages;
    }
    return {panels.begin(), panels.end()};
}

}  // namespace interlinear
