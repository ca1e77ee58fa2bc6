#include "engine/training/recipe/host_copy.h"

#include <c10/core/impl/VirtualGuardImpl.h>

namespace interlinear::training {

HostCopy::HostCopy(const torch::Tensor &tensor) : m_host(tensor)
{
    if (tensor.is_cpu())
        return;
    m_host = torch::empty(tensor.sizes(), torch::TensorOptions(tensor.scalar_type()).pinned_memory(true));
    m_host.copy_(tensor, /*non_blocking=*/true);
    m_copied.emplace(tensor.device().type());
    m_copied->record(c10::impl::VirtualGuardImpl(tensor.device().type()).getStream(tensor.device()));
}

torch::Tensor HostCopy::wait() const
{
    if (m_copied)
        m_copied->synchronize();
    return m_host;
}

}  // namespace interlinear::training
