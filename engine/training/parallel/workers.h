// The processes that train one model together, each on its share of every batch (data parallel): tensors are summed over all of them through c10d's Gloo.
//
//   Result<Workers> workers = Workers::join();        // one alone unless the environment names others
//   if (auto summed = workers->sum(gradients); !summed) return std::unexpected(summed.error());
//   if (workers->isFirst()) save();
//
// RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT say who belongs together, as torchrun sets them; with MASTER_ADDR set, the ranks that Slurm (SLURM_PROCID,
// SLURM_NTASKS) and Open MPI (OMPI_COMM_WORLD_RANK, OMPI_COMM_WORLD_SIZE) give are taken too. GLOO_SOCKET_IFNAME names the network interface; without it the
// host's own name must lead to an address that the others reach. All workers see the same files.
#pragma once

#include "engine/core/result.h"

#include <torch/torch.h>

#include <chrono>
#include <memory>

namespace interlinear::training {

class Workers {
public:
    /// One alone.
    Workers() = default;
    /// Waits for the others for up to two minutes. A variable that is no number in range, or a worker that does not come, is an Error.
    static Result<Workers> join();

    int rank() const { return m_rank; }
    int size() const { return m_size; }
    bool isFirst() const { return m_rank == 0; }

    /// In place, over all workers, the same bits for each. EngineFailure when one of them is lost, or silent for ten minutes; values are then undefined.
    Result<void> sum(torch::Tensor &values) const;
    /// InvalidArgument when not all workers bring the same text, for instance of a recipe; `what` names it in the sentence.
    Result<void> agree(const std::string &what, const std::string &text) const;
    /// Whether any worker says so. Nobody goes on before all have come here, which may take hours: the first may make a vocabulary meanwhile, or wait for another run.
    Result<bool> any(bool said) const;

private:
    Result<void> sumWithin(std::chrono::seconds patience, torch::Tensor &values) const;

    struct Group;
    std::shared_ptr<Group> m_group;   // none when alone
    int m_rank = 0, m_size = 1;
};

}  // namespace interlinear::training
