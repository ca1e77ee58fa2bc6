#include "engine/training/nn/stored_tensor.h"

namespace interlinear::training {

mixmoe::Tensor toStored(const torch::Tensor &value)
{
    const torch::Tensor flat = value.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float *data = flat.const_data_ptr<float>();
    return {flat.sizes().vec(), std::vector<float>(data, data + flat.numel())};
}

void copyStored(const mixmoe::Tensor &stored, torch::Tensor &into)
{
    const torch::NoGradGuard noGrad;
    into.copy_(torch::from_blob(const_cast<float *>(stored.values.data()), stored.shape));
}

}  // namespace interlinear::training
