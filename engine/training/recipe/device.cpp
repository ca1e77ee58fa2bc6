#include "engine/training/recipe/device.h"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

namespace interlinear::training {

namespace {

constexpr const char *cudaPart = "libtorch_cuda.so";

/// The card of this process among those of its machine, as torchrun numbers them.
Result<int> cardNumber(int cards)
{
    const char *rank = std::getenv("LOCAL_RANK");
    if (!rank)
        return 0;
    int number = 0;
    const char *end = rank + std::strlen(rank);
    const auto [parsed, problem] = std::from_chars(rank, end, number);
    if (problem != std::errc() || parsed != end || number < 0 || number >= cards)
        return fail(ErrorCode::InvalidArgument, "LOCAL_RANK", "is \"%1\"; this machine's %2 cards are numbered from 0", rank, cards);
    return number;
}

Result<torch::Device> cudaDevice()
{
    if (!dlopen(cudaPart, RTLD_NOW | RTLD_GLOBAL))   // stays open: torch finds it from here on
        return fail(ErrorCode::Unsupported, "--device cuda", "needs LibTorch with CUDA, of the version that this trainer was built with: %1", dlerror());
    const auto cards = static_cast<int>(torch::cuda::device_count());
    if (cards == 0)
        return fail(ErrorCode::Unsupported, "--device cuda", "finds no NVIDIA card that its driver offers to LibTorch; see what nvidia-smi says");
    const Result<int> number = cardNumber(cards);
    if (!number)
        return std::unexpected(number.error());
    return torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(*number));
}

}  // namespace

Result<torch::Device> trainingDevice(const std::string &name)
{
    if (name == "cpu")
        return torch::Device(torch::kCPU);
    if (name != "auto" && name != "cuda")
        return fail(ErrorCode::InvalidArgument, "--device", "is \"%1\"; expected auto, cpu or cuda", name);
    Result<torch::Device> card = cudaDevice();
    if (!card && name == "auto" && card.error().code == ErrorCode::Unsupported)
        return torch::Device(torch::kCPU);
    return card;
}

}  // namespace interlinear::training
