#include "app/cli/profile_report.h"

#include <algorithm>
#include <cstdio>
#include <string>

namespace interlinear::cli {

namespace {

using namespace mixmoe;

constexpr std::size_t linesNamed = 5;

/// "6-10", or "41+".
std::string wordsOf(const LengthBucket &bucket)
{
    return std::to_string(bucket.fewest) + (bucket.most == 0 ? "+" : "-" + std::to_string(bucket.most));
}

std::string firstLines(const FaultyLines &faulty)
{
    std::string text = faulty.lines.empty() ? "" : "  lines ";
    for (std::size_t i = 0; i < std::min(linesNamed, faulty.lines.size()); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(faulty.lines[i] + 1);
    return text + (faulty.lines.size() > linesNamed ? ", …" : "");
}

}  // namespace

void printProfile(const ErrorProfile &profile)
{
    std::printf("\n%-15s %7s %7s %7s\n", "source words", "lines", "bleu", "chrf");
    for (const LengthBucket &bucket : profile.buckets) {
        if (bucket.lines == 0)
            std::printf("%-15s %7d %7s %7s\n", wordsOf(bucket).c_str(), 0, "-", "-");
        else
            std::printf("%-15s %7zu %7.2f %7.2f\n", wordsOf(bucket).c_str(), bucket.lines, bucket.bleu, bucket.chrf);
    }
    std::printf("\n%-15s %7s %7s\n", "fault", "lines", "share");
    for (const FaultyLines &faulty : profile.faults) {
        std::printf("%-15s %7zu %6.1f%%%s\n", std::string(nameOf(faulty.fault)).c_str(), faulty.lines.size(), 100 * profile.share(faulty),
                    firstLines(faulty).c_str());
    }
}

nlohmann::ordered_json toJson(const ErrorProfile &profile)
{
    nlohmann::ordered_json buckets = nlohmann::ordered_json::array(), faults = nlohmann::ordered_json::object();
    for (const LengthBucket &bucket : profile.buckets)
        buckets.push_back({{"words", wordsOf(bucket)}, {"lines", bucket.lines}, {"bleu", bucket.bleu}, {"chrf", bucket.chrf}});
    for (const FaultyLines &faulty : profile.faults) {
        std::vector<std::size_t> numbers = faulty.lines;
        std::for_each(numbers.begin(), numbers.end(), [](std::size_t &line) { ++line; });
        faults[std::string(nameOf(faulty.fault))] = {{"lines", numbers.size()}, {"share", profile.share(faulty)}, {"line_numbers", numbers}};
    }
    return {{"lines", profile.lines}, {"buckets", buckets}, {"faults", faults}};
}

}  // namespace interlinear::cli
