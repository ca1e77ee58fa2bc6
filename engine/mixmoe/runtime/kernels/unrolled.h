// A loop that is written out before the compiler looks at it, so that an array indexed by it lives in registers.
//
//   unrolled<6>([&](auto r) __attribute__((always_inline)) { sums[r.value] += x[r.value]; });
#pragma once

#include <utility>

namespace interlinear::mixmoe {

namespace {

template <int Value>
struct Index {
    static constexpr int value = Value;
};

template <int Count, typename Body>
[[gnu::always_inline]] inline void unrolled(const Body &body)
{
    [&]<int... Values>(std::integer_sequence<int, Values...>) __attribute__((always_inline)) { (body(Index<Values>{}), ...); }(std::make_integer_sequence<int, Count>{});
}

}  // namespace

}  // namespace interlinear::mixmoe
