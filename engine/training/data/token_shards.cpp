#include "engine/training/data/token_shards.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/sha256.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interlinear::training {

namespace {

using Example = ExampleSource::Example;
using mixmoe::TokenId;

constexpr char magic[8] = {'I', 'L', 'T', 'O', 'K', 'E', 'N', 'S'};
constexpr std::uint32_t formatVersion = 1;
constexpr int mostNarrowPieces = 65536;
constexpr const char *remedy = "build the corpus again";

struct Header {
    char magic[8];
    std::uint32_t version;
    std::uint32_t bytesPerToken;
    std::uint64_t vocabularySize;
    std::uint64_t tokenCount;
    std::uint64_t exampleCount;
    std::uint64_t exampleTableAt;
    char vocabularySha256[64];
    std::uint64_t checksum;      // of the bytes before it
};
static_assert(sizeof(Header) == 120 && sizeof(Example) == 16 && std::endian::native == std::endian::little, "the layout on disk is the layout in memory");

std::uint64_t checksumOf(const Header &header)
{
    std::uint64_t sum = 0xcbf29ce484222325;
    for (const char byte : std::string_view(reinterpret_cast<const char *>(&header), offsetof(Header, checksum)))
        sum = (sum ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    return sum;
}

std::uint32_t bytesPerToken(int vocabularySize)
{
    return vocabularySize <= mostNarrowPieces ? 2 : 4;
}

std::size_t tableOffset(std::size_t tokens, std::uint32_t width)
{
    return (sizeof(Header) + tokens * width + 7) / 8 * 8;
}

Header headerFor(const ExampleBuilder &examples, const VocabularyId &vocabulary)
{
    Header header{};
    std::memcpy(header.magic, magic, sizeof magic);
    header.version = formatVersion;
    header.bytesPerToken = bytesPerToken(vocabulary.size);
    header.vocabularySize = static_cast<std::uint64_t>(vocabulary.size);
    header.tokenCount = examples.tokens().size();
    header.exampleCount = examples.examples().size();
    header.exampleTableAt = tableOffset(header.tokenCount, header.bytesPerToken);
    vocabulary.sha256.copy(header.vocabularySha256, sizeof header.vocabularySha256);
    header.checksum = checksumOf(header);
    return header;
}

/// A whole file, mapped for reading.
class Mapping {
public:
    static Result<std::shared_ptr<const Mapping>> open(const std::filesystem::path &file)
    {
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return failFromErrno(errno, false, file.string());
        struct stat status {};
        ::fstat(descriptor, &status);
        auto mapping = std::make_shared<Mapping>();
        mapping->m_size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
        if (mapping->m_size > 0)
            mapping->m_bytes = ::mmap(nullptr, mapping->m_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        const int problem = mapping->m_bytes == MAP_FAILED ? errno : 0;
        ::close(descriptor);
        if (problem != 0)
            return failFromErrno(problem, false, file.string());
        return mapping;
    }

    Mapping() = default;
    Mapping(const Mapping &) = delete;
    Mapping &operator=(const Mapping &) = delete;
    ~Mapping()
    {
        if (m_bytes && m_bytes != MAP_FAILED)
            ::munmap(m_bytes, m_size);
    }

    std::string_view bytes() const { return {static_cast<const char *>(m_bytes), m_size}; }

private:
    void *m_bytes = nullptr;
    std::size_t m_size = 0;
};

Result<Header> readHeader(std::string_view bytes, const std::string &where)
{
    if (bytes.size() < sizeof(Header))
        return fail(ErrorCode::BadFormat, where, "has %1 bytes; a shard begins with a header of %2; %3", bytes.size(), sizeof(Header), remedy);
    Header header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.magic, magic, sizeof magic) != 0)
        return fail(ErrorCode::BadFormat, where, "is no shard of tokens; one made by \"corpus build\" was expected");
    if (header.version != formatVersion)
        return fail(header.version > formatVersion ? ErrorCode::NewerVersion : ErrorCode::BadFormat, where, "is a shard of format %1; this program reads format %2; %3", header.version,
                    formatVersion, remedy);
    if (header.checksum != checksumOf(header))
        return fail(ErrorCode::Damaged, where, "has a damaged header: its checksum is wrong; %1", remedy);
    return header;
}

/// The header's counts agree with each other and with the file; no sum here can overflow.
Result<void> checkSize(const Header &header, std::string_view bytes, const std::string &where)
{
    const bool possible = (header.bytesPerToken == 2 || header.bytesPerToken == 4) && header.tokenCount <= bytes.size() && header.exampleCount <= bytes.size();
    const std::size_t expected = possible ? tableOffset(header.tokenCount, header.bytesPerToken) + header.exampleCount * sizeof(Example) : 0;
    if (!possible || header.exampleTableAt != tableOffset(header.tokenCount, header.bytesPerToken) || expected != bytes.size())
        return fail(ErrorCode::BadFormat, where, "has %1 bytes, but %2 tokens and %3 examples were written; %4", bytes.size(), header.tokenCount, header.exampleCount, remedy);
    return {};
}

Result<void> checkVocabulary(const Header &header, const VocabularyId &vocabulary, const std::string &where)
{
    const std::string_view sha256(header.vocabularySha256, sizeof header.vocabularySha256);
    if (sha256 == vocabulary.sha256 && header.vocabularySize == static_cast<std::uint64_t>(vocabulary.size) && header.bytesPerToken == bytesPerToken(vocabulary.size))
        return {};
    return fail(ErrorCode::WrongModel, where, "was made with another vocabulary (%1… of %2 pieces); expected %3… of %4; build the corpus with the model's own", sha256.substr(0, 12),
                header.vocabularySize, vocabulary.sha256.substr(0, 12), vocabulary.size);
}

Result<void> checkExamples(std::span<const Example> examples, std::size_t tokens, const std::string &where)
{
    const auto inside = [&](const Example &example) {
        return example.begin <= tokens && example.length <= tokens - example.begin && example.length >= 2 && example.targetBegin >= 1 && example.targetBegin < example.length;
    };
    const auto bad = std::ranges::find_if_not(examples, inside);
    if (bad != examples.end())
        return fail(ErrorCode::Damaged, where, "example %1 lies outside the shard's %2 tokens; %3", bad - examples.begin() + 1, tokens, remedy);
    return {};
}

template <typename T>
std::span<const T> spanAt(std::string_view bytes, std::size_t offset, std::size_t count)
{
    return {reinterpret_cast<const T *>(bytes.data() + offset), count};
}

}  // namespace

VocabularyId vocabularyIdOf(const mixmoe::Tokenizer &tokenizer)
{
    mixmoe::Sha256 hash;
    hash.add(tokenizer.serialized());
    return {.sha256 = hash.hex(), .size = tokenizer.vocabSize()};
}

std::size_t shardBytes(std::size_t tokens, std::size_t examples, int vocabularySize)
{
    return tableOffset(tokens, bytesPerToken(vocabularySize)) + examples * sizeof(Example);
}

Result<void> writeShard(const std::filesystem::path &file, const ExampleBuilder &examples, const VocabularyId &vocabulary)
{
    const Header header = headerFor(examples, vocabulary);
    std::string bytes(shardBytes(header.tokenCount, header.exampleCount, vocabulary.size), '\0');
    std::memcpy(bytes.data(), &header, sizeof header);
    if (header.bytesPerToken == 2)
        std::ranges::transform(examples.tokens(), reinterpret_cast<std::uint16_t *>(bytes.data() + sizeof header), [](TokenId id) { return static_cast<std::uint16_t>(id); });
    else
        std::ranges::copy(examples.tokens(), reinterpret_cast<TokenId *>(bytes.data() + sizeof header));
    std::ranges::copy(examples.examples(), reinterpret_cast<Example *>(bytes.data() + header.exampleTableAt));
    return writeFileAtomically(file, bytes);
}

Result<ExampleSource> openShard(const std::filesystem::path &file, const VocabularyId &vocabulary)
{
    const std::string where = file.string();
    const auto mapping = Mapping::open(file);
    if (!mapping)
        return std::unexpected(mapping.error());
    const std::string_view bytes = (*mapping)->bytes();
    const Result<Header> header = readHeader(bytes, where);
    if (!header)
        return std::unexpected(header.error());
    if (auto whole = checkSize(*header, bytes, where); !whole)
        return std::unexpected(whole.error());
    if (auto ours = checkVocabulary(*header, vocabulary, where); !ours)
        return std::unexpected(ours.error());

    const TokenSpan tokens = header->bytesPerToken == 2 ? TokenSpan(spanAt<std::uint16_t>(bytes, sizeof(Header), header->tokenCount))
                                                        : TokenSpan(spanAt<TokenId>(bytes, sizeof(Header), header->tokenCount));
    const auto examples = spanAt<Example>(bytes, header->exampleTableAt, header->exampleCount);
    if (auto inside = checkExamples(examples, tokens.size(), where); !inside)
        return std::unexpected(inside.error());
    return ExampleSource{.tokens = tokens, .examples = examples, .promptWeight = 0, .owner = *mapping};
}

Result<void> checkTokens(const ExampleSource &source, const VocabularyId &vocabulary, const std::string &where)
{
    for (std::size_t i = 0; i < source.tokens.size(); ++i) {
        if (source.tokens[i] < 0 || source.tokens[i] >= vocabulary.size)
            return fail(ErrorCode::Damaged, where, "token %1 is number %2 of a vocabulary of %3 pieces; %4", i + 1, source.tokens[i], vocabulary.size, remedy);
    }
    return {};
}

}  // namespace interlinear::training
