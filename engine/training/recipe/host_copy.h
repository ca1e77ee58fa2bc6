// A tensor's values for the host, which waits for them alone, not for what a card is given to do after.
//
//   const HostCopy loss(sum);
//   optimiser.step(1, norm);
//   loss.wait().item<double>();     // the card may be updating still
#pragma once

#include <torch/torch.h>

#include <c10/core/Event.h>

#include <optional>

namespace interlinear::training {

class HostCopy {
public:
    explicit HostCopy(const torch::Tensor &tensor);

    /// On the CPU, as the tensor was.
    torch::Tensor wait() const;

private:
    torch::Tensor m_host;
    std::optional<c10::Event> m_copied;   // none where the tensor is on the CPU
};

}  // namespace interlinear::training
