#include "tests/fuzz/mutations.h"

#include <algorithm>
#include <utility>

namespace interlinear::fuzz {

namespace {

constexpr std::size_t mostAnswersKept = 64;
constexpr std::size_t longest = 1 << 18;

}

Mutations::Mutations(std::uint32_t seed, std::vector<std::string> samples, std::vector<std::string> words)
    : m_random(seed), m_samples(std::move(samples)), m_words(std::move(words)), m_given(m_samples.size())
{
}

std::string Mutations::next()
{
    std::string bytes = m_samples[below(m_samples.size())];
    for (std::size_t times = 1 + below(8); times > 0; --times)
        mutate(bytes);
    bytes.resize(std::min(bytes.size(), longest));
    if (m_samples.size() < m_given + mostAnswersKept)
        m_samples.push_back(bytes);
    else if (below(16) == 0)
        m_samples[m_given + below(mostAnswersKept)] = bytes;
    return bytes;
}

void Mutations::mutate(std::string &bytes)
{
    const std::size_t at = below(bytes.size() + 1);
    const std::size_t length = std::min(bytes.size() - at, below(8) == 0 ? below(4096) : 1 + below(32));
    switch (below(10)) {
    case 0:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << below(8)));
        break;
    case 1:
        if (at < bytes.size())
            bytes[at] = static_cast<char>(below(256));
        break;
    case 2: bytes.erase(at, length); break;
    case 3: bytes.insert(at, bytes.substr(at, length)); break;
    case 4: bytes.insert(below(bytes.size() + 1), bytes.substr(at, length)); break;
    case 5: {
        const std::string &other = m_samples[below(m_samples.size())];
        bytes.insert(at, other.substr(below(other.size() + 1), length));
        break;
    }
    case 6:
    case 7:
        if (!m_words.empty())
            bytes.insert(at, m_words[below(m_words.size())]);
        break;
    case 8: {
        const std::string block = bytes.substr(at, length);
        for (std::size_t times = below(64); times > 0 && bytes.size() < longest; --times)
            bytes.insert(at, block);
        break;
    }
    default:
        if (below(4) == 0)
            bytes.resize(at);
        break;
    }
}

}  // namespace interlinear::fuzz
