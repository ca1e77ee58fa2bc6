// Overlap of the n-grams of two sequences, counted as multisets: what BLEU and chrF are made of.
//
//   ngramOverlap<char32_t>(U"abab", U"abc", 2);   // {3, 2, 1}: ab ba ab against ab bc
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

struct NgramOverlap {
    std::size_t hypothesis = 0;   ///< n-grams in the hypothesis
    std::size_t reference = 0;    ///< n-grams in the reference
    std::size_t matched = 0;      ///< each n-gram as often as the rarer side has it

    NgramOverlap &operator+=(const NgramOverlap &other)
    {
        hypothesis += other.hypothesis;
        reference += other.reference;
        matched += other.matched;
        return *this;
    }
};

template <typename Item>
std::vector<std::span<const Item>> sortedNgrams(std::span<const Item> items, std::size_t n)
{
    std::vector<std::span<const Item>> ngrams;
    for (std::size_t begin = 0; begin + n <= items.size(); ++begin)
        ngrams.push_back(items.subspan(begin, n));
    std::sort(ngrams.begin(), ngrams.end(), [](auto a, auto b) { return std::ranges::lexicographical_compare(a, b); });
    return ngrams;
}

template <typename Item>
NgramOverlap ngramOverlap(std::span<const Item> hypothesis, std::span<const Item> reference, std::size_t n)
{
    const auto ours = sortedNgrams(hypothesis, n);
    const auto theirs = sortedNgrams(reference, n);
    std::vector<std::span<const Item>> common;
    std::ranges::set_intersection(ours, theirs, std::back_inserter(common), [](auto a, auto b) { return std::ranges::lexicographical_compare(a, b); });
    return {ours.size(), theirs.size(), common.size()};
}

}  // namespace interlinear::mixmoe
