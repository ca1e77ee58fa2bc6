// Training examples as token ids, in memory or mapped from a shard: whoever reads them sees no difference.
//
//   ExampleBuilder builder;
//   builder.add(tokens, targetBegin);
//   ExampleSource source = std::move(builder).build(0.3F);
//   source.tokens[source.examples[0].begin];
//
// A copy of a source is cheap and shares the ids.
#pragma once

#include "engine/mixmoe/text/tokenizer.h"

#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

namespace interlinear::training {

/// Token ids of two or four bytes each, wherever they lie.
class TokenSpan {
public:
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = mixmoe::TokenId;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = mixmoe::TokenId;

        Iterator() = default;
        Iterator(const TokenSpan *span, std::size_t at) : m_span(span), m_at(at) {}
        mixmoe::TokenId operator*() const { return (*m_span)[m_at]; }
        Iterator &operator++() { return ++m_at, *this; }
        Iterator operator++(int) { return {m_span, m_at++}; }
        Iterator operator+(std::ptrdiff_t count) const { return {m_span, m_at + static_cast<std::size_t>(count)}; }
        bool operator==(const Iterator &) const = default;

    private:
        const TokenSpan *m_span = nullptr;
        std::size_t m_at = 0;
    };

    TokenSpan() = default;
    explicit TokenSpan(std::span<const std::uint16_t> ids) : m_narrow(ids.data()), m_size(ids.size()) {}
    explicit TokenSpan(std::span<const mixmoe::TokenId> ids) : m_wide(ids.data()), m_size(ids.size()) {}

    std::size_t size() const { return m_size; }
    mixmoe::TokenId operator[](std::size_t at) const { return m_narrow ? m_narrow[at] : m_wide[at]; }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, m_size}; }

private:
    const std::uint16_t *m_narrow = nullptr;
    const mixmoe::TokenId *m_wide = nullptr;
    std::size_t m_size = 0;
};

/// Token sequences of one kind; position i predicts token i + 1.
struct ExampleSource {
    /// In memory as on disk.
    struct Example {
        std::uint64_t begin = 0;           ///< into tokens
        std::uint32_t length = 0;          ///< tokens, the end token included
        std::uint32_t targetBegin = 0;     ///< first token whose prediction counts fully
    };
    TokenSpan tokens;
    std::span<const Example> examples;
    float promptWeight = 0;                ///< loss weight of predicting tokens before targetBegin
    bool isText = false;                   ///< running text in one language, no pairs
    std::shared_ptr<const void> owner;     ///< of what the spans show
};

/// Makes a source in memory.
class ExampleBuilder {
public:
    void add(std::span<const mixmoe::TokenId> tokens, std::size_t targetBegin);
    std::span<const mixmoe::TokenId> tokens() const { return m_data.tokens; }
    std::span<const ExampleSource::Example> examples() const { return m_data.examples; }
    ExampleSource build(float promptWeight) &&;

private:
    struct Data {
        std::vector<mixmoe::TokenId> tokens;
        std::vector<ExampleSource::Example> examples;
    };
    Data m_data;
};

}  // namespace interlinear::training
