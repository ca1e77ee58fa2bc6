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

namespace interlinear::mixmoe::cuda {

enum class Kernel : std::int32_t { CopyPages, Embed, Normalise, FloatProduct, HalfSmall, HalfWide, HalfLarge, ByteSmall, ByteWide, ByteLarge, PlaceKeys, Attend, NoteAttention, Route, Select };

/// The number of a kernel by the type of its arguments.
template <class Args>
inline constexpr Kernel kernelOf{};
template <> inline constexpr Kernel kernelOf<CopyPagesArgs> = Kernel::CopyPages;
template <> inline constexpr Kernel kernelOf<EmbedArgs> = Kernel::Embed;
template <> inline constexpr Kernel kernelOf<NormaliseArgs> = Kernel::Normalise;
template <> inline constexpr Kernel kernelOf<FloatProductArgs> = Kernel::FloatProduct;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Half>> = Kernel::HalfSmall;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Half>> = Kernel::HalfWide;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Large, Half>> = Kernel::HalfLarge;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Small, Byte>> = Kernel::ByteSmall;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Wide, Byte>> = Kernel::ByteWide;
template <> inline constexpr Kernel kernelOf<HalfProductArgs<HalfShape::Large, Byte>> = Kernel::ByteLarge;
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
    case Kernel::HalfSmall: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Half> *>(args));
    case Kernel::HalfWide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Half> *>(args));
    case Kernel::HalfLarge: return f(*static_cast<const HalfProductArgs<HalfShape::Large, Half> *>(args));
    case Kernel::ByteSmall: return f(*static_cast<const HalfProductArgs<HalfShape::Small, Byte> *>(args));
    case Kernel::ByteWide: return f(*static_cast<const HalfProductArgs<HalfShape::Wide, Byte> *>(args));
    case Kernel::ByteLarge: return f(*static_cast<const HalfProductArgs<HalfShape::Large, Byte> *>(args));
    case Kernel::PlaceKeys: return f(*static_cast<const PlaceKeysArgs *>(args));
    case Kernel::Attend: return f(*static_cast<const AttendArgs *>(args));
    case Kernel::NoteAttention: return f(*static_cast<const NoteAttentionArgs *>(args));
    case Kernel::Route: return f(*static_cast<const RouteArgs *>(args));
    case Kernel::Select: return f(*static_cast<const SelectArgs *>(args));
    }
}

}  // namespace interlinear::mixmoe::cuda
