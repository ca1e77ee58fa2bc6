// Edit distance to one reference near the diagonal of the matrix, for a sequence of words and for variants of it that start alike.
//
//   BeamEditDistance distance(reference);
//   distance.setBase(hypothesis);                 // distance.ofBase(), distance.baseEdits()
//   distance.ofVariant(shifted, 7);               // its first 7 words are those of the base, and are not computed again
//
// As sacreBLEU's TER has it: 25 cells to either side of the diagonal, more where the lengths differ so much that rows would lose touch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interlinear::mixmoe {

/// Words as numbers: equal words have equal numbers.
using WordId = std::uint32_t;

enum class Edit { Keep, Substitute, DropFromHypothesis, TakeFromReference };

class BeamEditDistance {
public:
    explicit BeamEditDistance(std::span<const WordId> reference) : m_reference(reference.begin(), reference.end()) {}

    void setBase(std::span<const WordId> hypothesis);
    int ofBase() const { return m_matrix.back(); }
    /// From the first word to the last. Where several ways cost the same, the end is kept or substituted, else dropped, else taken.
    std::vector<Edit> baseEdits() const;

    /// The variant is as long as the base and shares its first words. One thread at a time.
    int ofVariant(std::span<const WordId> variant, std::size_t sharedWords);

private:
    std::size_t width() const { return m_reference.size() + 1; }
    int cell(std::size_t row, std::size_t column) const { return m_matrix[row * width() + column]; }
    void computeRow(std::size_t row, WordId word, const int *above, int *costs) const;

    std::vector<WordId> m_reference;
    std::vector<WordId> m_base;
    std::vector<int> m_matrix;          // [words of the base + 1][width]
    std::vector<int> m_above, m_row;    // of the variant
};

}  // namespace interlinear::mixmoe
