#include "tests/unit/mixmoe/serve/gated_runtime.h"

#include "engine/mixmoe/runtime/cpu/cpu_runtime.h"
#include "tests/support/runtime_layer.h"

namespace interlinear::tests {

using namespace mixmoe;

namespace {

class GatedRuntime final : public RuntimeLayer {
public:
    GatedRuntime(std::unique_ptr<Runtime> runtime, std::shared_ptr<Gate> gate) : RuntimeLayer(std::move(runtime)), m_gate(std::move(gate)) {}

    Result<void> stepInto(std::span<const SequenceInput> inputs, const StepOptions &options, std::vector<SequenceOutput> &outputs) override
    {
        if (!m_gate->pass(options.stop))
            return fail(ErrorCode::Cancelled, "", "stopped");
        if (m_gate->onPass)
            m_gate->onPass(inputs);
        return RuntimeLayer::stepInto(inputs, options, outputs);
    }

private:
    std::shared_ptr<Gate> m_gate;
};

}  // namespace

void Gate::open()
{
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
}

void Gate::close()
{
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

void Gate::waitForStep()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting; });
}

bool Gate::pass(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_waiting = !m_open;
    m_changed.notify_all();
    const bool passed = m_changed.wait(lock, stop, [this] { return m_open; });
    m_waiting = false;
    return passed;
}

RuntimeSource gatedRuntimes(std::shared_ptr<Gate> gate)
{
    return [gate](std::shared_ptr<const Model> model) -> Result<std::unique_ptr<Runtime>> {
        ++gate->runtimesMade;
        Result<std::unique_ptr<Runtime>> runtime = makeCpuRuntime(std::move(model), {.threads = 1});
        if (!runtime)
            return runtime;
        return std::make_unique<GatedRuntime>(std::move(*runtime), gate);
    };
}

}  // namespace interlinear::tests
