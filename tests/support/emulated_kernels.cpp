// Compiled with -fsanitize=thread: each access to memory is told to EmulatedThreads.
#include "tests/support/emulated_kernels.h"

#include "tests/support/emulated_words.h"

#include "engine/mixmoe/runtime/cuda/kernels/all_kernels.h"
#include "engine/mixmoe/runtime/cuda/plugin/card_team.cuh"

namespace interlinear::tests {

using namespace mixmoe::cuda;

void runEmulatedThread(std::int32_t kernel, const void *args)
{
    withArguments(static_cast<Kernel>(kernel), args, [](const auto &own) {
        CardTeam team;
        run(team, own);
    });
}

const char *nameOfKernel(std::int32_t kernel)
{
    switch (static_cast<Kernel>(kernel)) {
    case Kernel::CopyPages: return "CopyPages";
    case Kernel::Embed: return "Embed";
    case Kernel::Normalise: return "Normalise";
    case Kernel::FloatProduct: return "FloatProduct";
    case Kernel::ExactSmall: return "ExactSmall";
    case Kernel::ExactWide: return "ExactWide";
    case Kernel::ExactLarge: return "ExactLarge";
    case Kernel::HalfSmall: return "HalfSmall";
    case Kernel::HalfWide: return "HalfWide";
    case Kernel::ByteSmall: return "ByteSmall";
    case Kernel::ByteWide: return "ByteWide";
    case Kernel::Fp8Small: return "Fp8Small";
    case Kernel::Fp8Wide: return "Fp8Wide";
    case Kernel::HalfTile: return "HalfTile";
    case Kernel::ByteTile: return "ByteTile";
    case Kernel::Fp8Tile: return "Fp8Tile";
    case Kernel::PlaceKeys: return "PlaceKeys";
    case Kernel::Attend: return "Attend";
    case Kernel::NoteAttention: return "NoteAttention";
    case Kernel::Route: return "Route";
    case Kernel::Select: return "Select";
    }
    return "no kernel";
}

std::size_t argumentBytes(std::int32_t kernel)
{
    std::size_t bytes = 0;
    alignas(16) static const std::byte nothing[4096]{};
    withArguments(static_cast<Kernel>(kernel), nothing, [&](const auto &own) { bytes = sizeof own; });
    return bytes;
}

}  // namespace interlinear::tests
