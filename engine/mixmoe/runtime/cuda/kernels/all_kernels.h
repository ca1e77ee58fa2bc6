// The kernels by number, as they cross the plug-in's interface.
//
//   withArguments(Kernel::Route, args, [&](const auto &own) { run(team, own); });   // own: a RouteArgs
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/attention.h"
#include "engine/mixmoe/runtime/cuda/kernels/float_product.h"
#include "engine/mixmoe/runtime/cuda/kernels/half_product.h"
#include "engine/mixmoe/runtime/cuda/kernels/routing.h"
#include "engine/mixmoe/runtime/cuda/kernels/row_kernels.h"
#include "engine/mixmoe/runtime/cuda/kernels/selection.h"
#include "engine/mixmoe/runtime/cuda/kernels/tile_product.h"

namespace interlinear::mixmoe::cuda {

enum class Kernel : std::int32_t {
    CopyPages, Embed, Normalise, FloatProduct,
    ExactSmall, ExactWide, ExactLarge,
    HalfSmall, HalfWide,
    ByteSmall, ByteWide,
    Fp8Small, Fp8Wide,
    HalfTile, ByteTile, Fp8Tile,
    PlaceKeys, Attend, NoteAttention, Route, Select
};

/// The number of a kernel by the type of its arguments.
template <class Args>
inline constexpr Kernel kernelOf{};
template <> inline constexpr Kernel kernelOf<CopyPagesArgs> = Kernel::CopyPages;
template <> inline constexpr Kernel kernelOf<EmbedArgs> = Kernel::Embed;
template <> inline constexpr Kernel kernelOf<NormaliseArgs> = Kernel::Normalise;
template <> inline constexpr Kernel kernelOf<FloatProductArgs> = Kernel::FloatProduct;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Half, float>> = Kernel::ExactSmall;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Half, float>> = Kernel::ExactWide;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Large, Half, float>> = Kernel::ExactLarge;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Half, Half>> = Kernel::HalfSmall;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Half, Half>> = Kernel::HalfWide;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Byte, Half>> = Kernel::ByteSmall;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Byte, Half>> = Kernel::ByteWide;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Fp8, Half>> = Kernel::Fp8Small;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Fp8, Half>> = Kernel::Fp8Wide;
template <> inline constexpr Kernel kernelOf<TileProductArgs<Half>> = Kernel::HalfTile;
template <> inline constexpr Kernel kernelOf<TileProductArgs<Byte>> = Kernel::ByteTile;
template <> inline constexpr Kernel kernelOf<TileProductArgs<Fp8>> = Kernel::Fp8Tile;
template <> inline constexpr Kernel kernelOf<PlaceKeysArgs> = Kernel::PlaceKeys;
template <> inline constexpr Kernel kernelOf<AttendArgs> = Kernel::Attend;
template <> inline constexpr Kernel kernelOf<NoteAttentionArgs> = Kernel::NoteAttention;
template <> inline constexpr Kernel kernelOf<RouteArgs> = Kernel::Route;
template <> inline constexpr Kernel kernelOf<SelectArgs> = Kernel::Select;

template <class F>
void withArguments(Kernel kernel, const void *args, const F &f)
{
    switch (kernel) {
    case Kernel::CopyPages: return f(*static_cast<const CopyPagesArgs *>(args));
    case Kernel::Embed: return f(*static_cast<const EmbedArgs *>(args));
    case Kernel::Normalise: return f(*static_cast<const NormaliseArgs *>(args));
    case Kernel::FloatProduct: return f(*static_cast<const FloatProductArgs *>(args));
    case Kernel::ExactSmall: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Half, float> *>(args));
    case Kernel::ExactWide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Half, float> *>(args));
    case Kernel::ExactLarge: return f(*static_cast<const HalfProductArgs<HalfShape::Large, Half, float> *>(args));
    case Kernel::HalfSmall: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Half, Half> *>(args));
    case Kernel::HalfWide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Half, Half> *>(args));
    case Kernel::ByteSmall: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Byte, Half> *>(args));
    case Kernel::ByteWide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Byte, Half> *>(args));
    case Kernel::Fp8Small: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Fp8, Half> *>(args));
    case Kernel::Fp8Wide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Fp8, Half> *>(args));
    case Kernel::HalfTile: return f(*static_cast<const TileProductArgs<Half> *>(args));
    case Kernel::ByteTile: return f(*static_cast<const TileProductArgs<Byte> *>(args));
    case Kernel::Fp8Tile: return f(*static_cast<const TileProductArgs<Fp8> *>(args));
    case Kernel::PlaceKeys: return f(*static_cast<const PlaceKeysArgs *>(args));
    case Kernel::Attend: return f(*static_cast<const AttendArgs *>(args));
    case Kernel::NoteAttention: return f(*static_cast<const NoteAttentionArgs *>(args));
    case Kernel::Route: return f(*static_cast<const RouteArgs *>(args));
    case Kernel::Select: return f(*static_cast<const SelectArgs *>(args));
    }
}

}  // namespace interlinear::mixmoe::cuda
