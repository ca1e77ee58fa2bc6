// Kernels with one block a row: embedding, norm with what the experts gave, copies of pages.
#pragma once

#include "engine/mixmoe/runtime/cuda/kernels/activations.h"
#include "engine/mixmoe/runtime/cuda/kernels/experts.h"
#include "engine/mixmoe/runtime/cuda/kernels/step_block.h"
#include "engine/mixmoe/runtime/cuda/kernels/stored_weights.h"

namespace interlinear::mixmoe::cuda {

struct EmbedArgs {
    const StepBlock *step;
    const void *embedding;        ///< [V][stride]
    WeightKind kind;              ///< Float or Half
    std::int32_t width, stride;
    float *x;                     ///< [row][width]
};

struct Norm {
    const float *weight;
    float epsilon;
};

/// out = the norm of x; before it, with experts, x += c * (sum over the slots of weight * output). Shared memory: width floats.
struct NormaliseArgs {
    const StepBlock *step;
    bool ofWanted;                ///< out [wanted row], of the row that it names; else out [row]
    std::int32_t width;
    Norm norm;
    float *x;
    Activations out;
    ExpertLists experts;
    const float *expertOutput;    ///< [use][width]; null: the layer before was dense
    std::int32_t groups, topK;
    bool mean;                    ///< of two groups that both count
};

/// A page that a fork shares and now writes into.
struct PageCopy {
    const float *from;
    float *to;
};

/// One block a copy.
struct CopyPagesArgs {
    static constexpr int most = 32;
    PageLayout pages;
    PageCopy copies[most];
};

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const EmbedArgs &args)
{
    team.awaitEarlierKernels();
    const int row = team.blockX();
    if (row >= args.step->rows)
        return;
    const std::int64_t from = static_cast<std::int64_t>(args.step->row(row).token) * args.stride;
    float *x = args.x + static_cast<std::int64_t>(row) * args.width;
    if (args.kind == WeightKind::Half)
        team.map(args.width, [&](int i) { return toFloat(static_cast<const Half *>(args.embedding)[from + i]); }, [&](int i, float value) { x[i] = value; });
    else
        team.map(args.width, [&](int i) { return static_cast<const float *>(args.embedding)[from + i]; }, [&](int i, float value) { x[i] = value; });
}

/// A row in shared memory becomes x * rsqrt(mean(x^2) + epsilon) * weight, which is written too.
template <class Team>
INTERLINEAR_DEVICE void normaliseRow(Team &team, float *x, const Norm &norm, int width, const Activations &out, int row)
{
    const float sum = team.sum(width, [&](int i) { return x[i] * x[i]; });
    const float scale = 1.0F / sqrtf(sum / static_cast<float>(width) + norm.epsilon);
    team.map(width, [&](int i) { return x[i] * scale * norm.weight[i]; }, [&](int i, float value) { x[i] = value; });
    writeActivations(team, out, row, width, 0, width, [&](int i) { return x[i]; });
}

/// What the experts of a row gave, in the order of groups and ranks, whatever the neighbours. Of the first slots places and weights are read once.
class ExpertSum {
public:
    INTERLINEAR_DEVICE ExpertSum(const NormaliseArgs &args, int row) : m_args(args), m_slots(args.groups * args.topK), m_first(row * m_slots)
    {
        INTERLINEAR_UNROLLED
        for (int slot = 0; slot < kept; ++slot) {
            m_use[slot] = slot < m_slots ? args.experts.useOfSlot[m_first + slot] : -1;
            m_weight[slot] = slot < m_slots ? args.experts.slotWeight[m_first + slot] : 0.0F;
        }
        const bool both = args.groups == 2 && m_use[0] >= 0 && args.experts.useOfSlot[m_first + args.topK] >= 0;
        m_share = both && args.mean ? 0.5F : 1.0F;
    }

    INTERLINEAR_DEVICE float onto(float value, int i) const
    {
        float outputs[kept];
        INTERLINEAR_UNROLLED
        for (int slot = 0; slot < kept; ++slot)
            outputs[slot] = m_use[slot] >= 0 ? outputOf(m_use[slot], i) : 0.0F;
        INTERLINEAR_UNROLLED
        for (int slot = 0; slot < kept; ++slot)
            value += m_use[slot] >= 0 ? m_share * m_weight[slot] * outputs[slot] : 0.0F;
        INTERLINEAR_ROLLED
        for (int slot = kept; slot < m_slots; ++slot) {
            if (const std::int32_t use = m_args.experts.useOfSlot[m_first + slot]; use >= 0)
                value += m_share * m_args.experts.slotWeight[m_first + slot] * outputOf(use, i);
        }
        return value;
    }

private:
    static constexpr int kept = 2;

    INTERLINEAR_DEVICE float outputOf(std::int32_t use, int i) const { return m_args.expertOutput[static_cast<std::int64_t>(use) * m_args.width + i]; }

    const NormaliseArgs &m_args;
    int m_slots, m_first;
    std::int32_t m_use[kept];
    float m_weight[kept], m_share;
};

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const NormaliseArgs &args)
{
    const int place = team.blockX();
    if (place >= (args.ofWanted ? args.step->wanted : args.step->rows))
        return;
    const int row = args.ofWanted ? args.step->wantedRow(place).row : place;
    team.prefetch(args.norm.weight, args.width * static_cast<std::int64_t>(sizeof(float)));
    team.awaitEarlierKernels();
    float *x = args.x + static_cast<std::int64_t>(row) * args.width, *own = team.template shared<float>(0);
    if (args.expertOutput) {
        const ExpertSum experts(args, row);
        team.template map<4>(args.width, [&](int i) { return experts.onto(x[i], i); }, [&](int i, float value) { x[i] = own[i] = value; });
    } else {
        team.template map<4>(args.width, [&](int i) { return x[i]; }, [&](int i, float value) { own[i] = value; });
    }
    normaliseRow(team, own, args.norm, args.width, args.out, place);
}

template <class Team>
INTERLINEAR_DEVICE void run(Team &team, const CopyPagesArgs &args)
{
    team.awaitEarlierKernels();
    const PageCopy &copy = args.copies[team.blockX()];
    team.map(args.pages.values(), [&](int i) { return copy.from[i]; }, [&](int i, float value) { copy.to[i] = value; });
}

}  // namespace interlinear::mixmoe::cuda
