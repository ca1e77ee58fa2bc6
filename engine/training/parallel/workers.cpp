#include "engine/training/parallel/workers.h"

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <initializer_list>
#include <string>

namespace interlinear::training {

namespace {

using namespace std::chrono_literals;

constexpr auto joinTimeout = 120s;
constexpr std::chrono::seconds stepTimeout = 10min, meetingTimeout = 24h;
constexpr int mostWorkers = 65536;

struct Variable {
    const char *name = nullptr;
    const char *value = nullptr;
};

Variable firstSet(std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const char *value = std::getenv(name))
            return {name, value};
    }
    return {*names.begin(), nullptr};
}

Result<int> numberIn(const Variable &variable, int low, int high)
{
    const std::string text = variable.value ? variable.value : "";
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || number < low || number > high)
        return fail(ErrorCode::InvalidArgument, variable.name, "is \"%1\"; expected a whole number from %2 to %3", text, low, high);
    return number;
}

std::string firstLine(const std::exception &exception)
{
    const std::string text = exception.what();
    return text.substr(0, text.find('\n'));
}

/// torchrun keeps the store in a process of its own.
bool storeIsElsewhere()
{
    const char *value = std::getenv("TORCHELASTIC_USE_AGENT_STORE");
    return value && std::string(value) == "True";
}

/// torchrun's store outlives the workers that it starts anew.
std::string attempt()
{
    const char *count = std::getenv("TORCHELASTIC_RESTART_COUNT");
    return std::string("attempt ") + (count ? count : "0");
}

/// FNV-1a.
std::int64_t hashOf(const std::string &text)
{
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

}  // namespace

struct Workers::Group {
    c10::intrusive_ptr<c10d::TCPStore> store;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
};

Result<Workers> Workers::join()
{
    const Variable address{"MASTER_ADDR", std::getenv("MASTER_ADDR")};
    if (!address.value)
        return Workers();
    const Result<int> size = numberIn(firstSet({"WORLD_SIZE", "SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE"}), 1, mostWorkers);
    if (!size)
        return std::unexpected(size.error());
    const Result<int> rank = numberIn(firstSet({"RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK"}), 0, *size - 1);
    if (!rank)
        return std::unexpected(rank.error());
    const Result<int> port = numberIn(firstSet({"MASTER_PORT"}), 1, 65535);
    if (!port)
        return std::unexpected(port.error());
    Workers workers;
    workers.m_rank = *rank;
    workers.m_size = *size;
    if (*size == 1)
        return workers;
    try {
        auto group = std::make_shared<Group>();
        c10d::TCPStoreOptions store;
        store.port = static_cast<std::uint16_t>(*port);
        store.isServer = *rank == 0 && !storeIsElsewhere();
        store.numWorkers = static_cast<std::size_t>(*size);
        store.waitWorkers = !storeIsElsewhere();
        store.timeout = joinTimeout;
        group->store = c10::make_intrusive<c10d::TCPStore>(address.value, store);
        auto options = c10d::ProcessGroupGloo::Options::create(joinTimeout);
        const char *interface = std::getenv("GLOO_SOCKET_IFNAME");
        options->devices.push_back(interface ? c10d::ProcessGroupGloo::createDeviceForInterface(interface) : c10d::ProcessGroupGloo::createDefaultDevice());
        group->processes = c10::make_intrusive<c10d::ProcessGroupGloo>(c10::make_intrusive<c10d::PrefixStore>(attempt(), group->store), *rank, *size, options);
        workers.m_group = std::move(group);
        if (const Result<bool> met = workers.any(false); !met)   // connected, not only announced
            return std::unexpected(met.error());
    } catch (const std::exception &exception) {
        return fail(ErrorCode::EngineFailure, "worker " + std::to_string(*rank), "could not join the other %1 at %2 port %3: %4", *size - 1, address.value, *port, firstLine(exception));
    }
    return workers;
}

Result<void> Workers::sum(torch::Tensor &values) const
{
    return sumWithin(stepTimeout, values);
}

// A worker that dies is noticed at once, whatever the patience: its connections close.
Result<void> Workers::sumWithin(std::chrono::seconds patience, torch::Tensor &values) const
{
    if (!m_group)
        return {};
    try {
        c10d::AllreduceOptions options;
        options.timeout = patience;
        std::vector<at::Tensor> tensors{values};
        m_group->processes->allreduce(tensors, options)->wait();
        return {};
    } catch (const std::exception &exception) {
        return fail(ErrorCode::EngineFailure, "worker " + std::to_string(m_rank), "lost another of the %1 workers: %2", m_size, firstLine(exception));
    }
}

Result<void> Workers::agree(const std::string &what, const std::string &text) const
{
    const std::int64_t mine = hashOf(text);
    torch::Tensor hash = torch::full({1}, mine, torch::kLong);
    if (auto summed = sum(hash); !summed)
        return summed;
    if (hash.item<std::int64_t>() != mine * m_size)
        return fail(ErrorCode::InvalidArgument, "worker " + std::to_string(m_rank), "has not the same %1 as the other workers; start all of them alike, on files that all of them see", what);
    return {};
}

Result<bool> Workers::any(bool said) const
{
    torch::Tensor count = torch::full({1}, said ? 1.0F : 0.0F);
    if (auto summed = sumWithin(meetingTimeout, count); !summed)
        return std::unexpected(summed.error());
    return count.item<float>() > 0;
}

}  // namespace interlinear::training
