// Execution::Autocast: products in bf16, sums in fp32, parameters and gradients fp32 (Micikevicius et al. 2018, section 3). On any device; made for GPUs.
//
//   const AutocastScope scope(model->execution(), device);
//   Forward forward = model->forward(batch);                 // torch's own products are bf16 in here
//   Tensor gate = bf16GroupedLinear(sorted, weight, counts);  // those that autocast does not know
//
// Nothing here waits for the device.
#pragma once

#include "engine/training/nn/operations.h"

namespace interlinear::training {

/// torch's autocast to bf16 on this thread and device, if the execution asks for it; as it was when the scope ends.
class AutocastScope {
public:
    AutocastScope(Execution execution, const torch::Device &device);
    ~AutocastScope();
    AutocastScope(const AutocastScope &) = delete;
    AutocastScope &operator=(const AutocastScope &) = delete;

private:
    torch::DeviceType m_device;
    bool m_entered;
};

/// As groupedLinear(), in one product for all groups.
torch::Tensor bf16GroupedLinear(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &counts);

/// As linearCrossEntropy(); softmax and sums in fp32.
torch::Tensor bf16LinearCrossEntropy(const torch::Tensor &hidden, const torch::Tensor &embedding, const torch::Tensor &targets, const torch::Tensor &weights, double smoothing);

}  // namespace interlinear::training
