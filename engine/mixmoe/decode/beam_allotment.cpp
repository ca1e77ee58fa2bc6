#include "engine/mixmoe/decode/beam_allotment.h"

#include <algorithm>

namespace interlinear::mixmoe {

std::vector<std::size_t> allotBeams(std::span<const std::size_t> candidates, std::size_t beams)
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

}  // namespace interlinear::mixmoe
