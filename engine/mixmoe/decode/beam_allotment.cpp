#include "engine/mixmoe/decode/beam_allotment.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

std::vector<std::size_t> allotEvenly(std::span<const std::size_t> candidates, std::size_t beams)
{
    const std::size_t banks = candidates.size();
    std::vector<std::size_t> places(banks, beams / banks);
    places.back() += beams % banks;
    for (std::size_t bank = 0; bank < banks; ++bank) {
        std::size_t spare = places[bank] - std::min(places[bank], candidates[bank]);
        places[bank] -= spare;
        const auto fill = [&](std::size_t other) {
            const std::size_t taken = std::min(spare, candidates[other] - std::min(candidates[other], places[other]));
            places[other] += taken;
            spare -= taken;
        };
        for (std::size_t distance = 1; distance < banks && spare > 0; ++distance) {
            if (bank + distance < banks)
                fill(bank + distance);
            if (distance <= bank)
                fill(bank - distance);
        }
    }
    return places;
}

// The first that has any, so that what has begun no term goes on too, and those that have got furthest.
std::vector<std::size_t> banksWithAPlace(std::span<const std::size_t> candidates, std::size_t beams)
{
    std::size_t first = 0;
    while (first + 1 < candidates.size() && candidates[first] == 0)
        ++first;
    std::vector<std::size_t> banks;
    for (std::size_t bank = candidates.size(); --bank > first && banks.size() + 1 < beams;) {
        if (candidates[bank] > 0)
            banks.push_back(bank);
    }
    banks.push_back(first);
    std::ranges::reverse(banks);
    return banks;
}

}  // namespace

std::vector<std::size_t> allotBeams(std::span<const std::size_t> candidates, std::size_t beams)
{
    if (candidates.size() <= beams)
        return allotEvenly(candidates, beams);
    const std::vector<std::size_t> banks = banksWithAPlace(candidates, beams);
    std::vector<std::size_t> counts;
    for (const std::size_t bank : banks)
        counts.push_back(candidates[bank]);
    const std::vector<std::size_t> allotted = allotEvenly(counts, beams);
    std::vector<std::size_t> places(candidates.size(), 0);
    for (std::size_t i = 0; i < banks.size(); ++i)
        places[banks[i]] = allotted[i];
    return places;
}

}  // namespace interlinear::mixmoe
