#include "engine/mixmoe/runtime/cuda/step_plan.h"

#include <cstring>
#include <span>

namespace interlinear::mixmoe::cuda {

namespace {

constexpr std::size_t aligned(std::size_t bytes)
{
    return (bytes + 15) / 16 * 16;
}

struct Offsets {
    std::size_t rows, wanted, pages, lists, end;
};

Offsets offsetsOf(const StepPlan &plan)
{
    Offsets at{};
    at.rows = aligned(sizeof(StepBlock));
    at.wanted = at.rows + aligned(plan.rows.size() * sizeof(DeviceRow));
    at.pages = at.wanted + aligned(plan.wanted.size() * sizeof(WantedRow));
    at.lists = at.pages + aligned(plan.pages.size() * sizeof(float *));
    at.end = at.lists + aligned(plan.lists.size() * sizeof(std::int32_t));
    return at;
}

template <typename T>
void put(std::byte *out, std::size_t at, const std::vector<T> &values)
{
    if (!values.empty())
        std::memcpy(out + at, values.data(), values.size() * sizeof(T));
}

}  // namespace

void StepPlan::clear()
{
    rows.clear();
    wanted.clear();
    pages.clear();
    lists.clear();
    answerWords = 0;
}

int StepPlan::takeAnswer(int words)
{
    const int at = answerWords;
    answerWords += words;
    return at;
}

std::size_t StepPlan::bytes() const
{
    return offsetsOf(*this).end;
}

void StepPlan::write(std::byte *out) const
{
    const Offsets at = offsetsOf(*this);
    const auto number = [](std::size_t value) { return static_cast<std::int32_t>(value); };
    const StepBlock block{.rows = number(rows.size()),
                          .wanted = number(wanted.size()),
                          .rowsAt = number(at.rows),
                          .wantedAt = number(at.wanted),
                          .pagesAt = number(at.pages),
                          .listsAt = number(at.lists)};
    std::memcpy(out, &block, sizeof block);
    put(out, at.rows, rows);
    put(out, at.wanted, wanted);
    put(out, at.pages, pages);
    put(out, at.lists, lists);
}

}  // namespace interlinear::mixmoe::cuda
