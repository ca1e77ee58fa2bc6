#include "engine/mixmoe/model/shortlist.h"

#include "engine/core/files.h"
#include "engine/mixmoe/model/sha256.h"

#include <algorithm>

namespace interlinear::mixmoe {

namespace {

constexpr std::string_view mark = "ilshort1";
constexpr std::size_t hexDigits = 64;

void put(std::string &bytes, std::uint32_t value)
{
    for (int shift = 0; shift < 32; shift += 8)
        bytes += static_cast<char>(value >> shift & 0xFF);
}

void putSmall(std::string &bytes, std::uint32_t value)
{
    for (; value > 0x7F; value >>= 7)
        bytes += static_cast<char>(0x80 | (value & 0x7F));
    bytes += static_cast<char>(value);
}

void putList(std::string &bytes, const std::vector<TokenId> &rising)
{
    putSmall(bytes, static_cast<std::uint32_t>(rising.size()));
    TokenId before = 0;
    for (const TokenId id : rising) {
        putSmall(bytes, static_cast<std::uint32_t>(id - before));
        before = id;
    }
}

// Reads from the front; once anything is missing or wrong, good() is false and stays so.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    bool good() const { return m_good; }
    bool atEnd() const { return m_bytes.empty(); }

    std::string text(std::size_t length)
    {
        if (!need(length))
            return {};
        std::string text(m_bytes.substr(0, length));
        m_bytes.remove_prefix(length);
        return text;
    }
    std::uint8_t byte()
    {
        const std::string one = text(1);
        return one.empty() ? 0 : static_cast<std::uint8_t>(one.front());
    }
    std::uint32_t number()
    {
        std::uint32_t value = 0;
        for (int shift = 0; shift < 32; shift += 8)
            value |= static_cast<std::uint32_t>(byte()) << shift;
        return value;
    }
    std::uint32_t smallNumber()
    {
        std::uint32_t value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            const std::uint8_t digits = byte();
            value |= static_cast<std::uint32_t>(digits & 0x7F) << shift;
            if (digits <= 0x7F)
                return value;
        }
        m_good = false;   // no id is that large
        return 0;
    }
    std::vector<TokenId> list(std::uint32_t vocabulary)
    {
        const std::uint32_t count = smallNumber();
        std::vector<TokenId> ids;
        std::uint32_t id = 0;
        for (std::uint32_t i = 0; m_good && i < count; ++i) {
            const std::uint32_t step = smallNumber();
            id += step;
            m_good = m_good && id < vocabulary && (i == 0 || step > 0);
            ids.push_back(static_cast<TokenId>(id));
        }
        return ids;
    }

private:
    bool need(std::size_t length)
    {
        m_good = m_good && m_bytes.size() >= length;
        return m_good;
    }

    std::string_view m_bytes;
    bool m_good = true;
};

std::unexpected<Error> damaged(const std::string &where)
{
    return fail(ErrorCode::Damaged, where, "is not as it was written; make it anew with \"interlinear-cli model shortlist\"");
}

}  // namespace

std::vector<TokenId> Shortlist::tokensFor(std::span<const TokenId> source) const
{
    std::vector<char> among(becomes.size());
    const auto add = [&](std::span<const TokenId> tokens) {
        for (const TokenId token : tokens)
            among[static_cast<std::size_t>(token)] = 1;
    };
    add(usual);
    add(source);
    for (const TokenId token : source)
        add(becomes[static_cast<std::size_t>(token)]);
    std::vector<TokenId> rising;
    rising.reserve(static_cast<std::size_t>(std::ranges::count(among, 1)));
    for (std::size_t token = 0; token < among.size(); ++token) {
        if (among[token])
            rising.push_back(static_cast<TokenId>(token));
    }
    return rising;
}

std::string Shortlist::fingerprint() const
{
    const std::string bytes = toBytes(*this);
    return bytes.substr(bytes.size() - hexDigits);
}

double Shortlist::missed() const
{
    return tokensMeasured < leastMeasured ? 1 : static_cast<double>(tokensMissed) / tokensMeasured;
}

Result<void> Shortlist::checkFits(const Model &model, const std::string &wantedFrom, const std::string &wantedTo) const
{
    if (modelFingerprint != model.fingerprint || becomes.size() != static_cast<std::size_t>(model.config.vocabSize))
        return fail(ErrorCode::WrongModel, "", "the shortlist was learnt for another model; make one with \"interlinear-cli model shortlist\"");
    if (from != wantedFrom || to != wantedTo)
        return fail(ErrorCode::InvalidArgument, "", "the shortlist is for %1-%2, not for %3-%4", from, to, wantedFrom, wantedTo);
    return {};
}

std::filesystem::path shortlistFile(const std::filesystem::path &folder, const std::string &from, const std::string &to)
{
    return folder / ("shortlist." + from + "-" + to);
}

std::string toBytes(const Shortlist &shortlist)
{
    std::string bytes(mark);
    bytes += shortlist.modelFingerprint;
    for (const std::string &language : {shortlist.from, shortlist.to})
        bytes += static_cast<char>(language.size()) + language;
    put(bytes, shortlist.tokensMeasured);
    put(bytes, shortlist.tokensMissed);
    put(bytes, static_cast<std::uint32_t>(shortlist.becomes.size()));
    putList(bytes, shortlist.usual);
    for (const std::vector<TokenId> &targets : shortlist.becomes)
        putList(bytes, targets);
    return bytes + sha256Of(bytes);
}

Result<Shortlist> shortlistFromBytes(const std::string &bytes, const std::string &where, const Model &model, const std::string &from, const std::string &to)
{
    if (!bytes.starts_with(mark))
        return fail(ErrorCode::BadFormat, where, "is no shortlist; make one with \"interlinear-cli model shortlist\"");
    if (bytes.size() < mark.size() + hexDigits || sha256Of(std::string_view(bytes).substr(0, bytes.size() - hexDigits)) != bytes.substr(bytes.size() - hexDigits))
        return damaged(where);
    Reader reader(std::string_view(bytes).substr(mark.size(), bytes.size() - mark.size() - hexDigits));
    Shortlist shortlist;
    shortlist.modelFingerprint = reader.text(hexDigits);
    shortlist.from = reader.text(reader.byte());
    shortlist.to = reader.text(reader.byte());
    shortlist.tokensMeasured = reader.number();
    shortlist.tokensMissed = reader.number();
    const std::uint32_t vocabulary = reader.number();
    if (reader.good() && vocabulary == static_cast<std::uint32_t>(model.config.vocabSize)) {
        shortlist.usual = reader.list(vocabulary);
        for (std::uint32_t token = 0; reader.good() && token < vocabulary; ++token)
            shortlist.becomes.push_back(reader.list(vocabulary));
        if (!reader.good() || !reader.atEnd() || !std::ranges::binary_search(shortlist.usual, model.tokenizer->endToken()))
            return damaged(where);
    }
    if (auto fits = shortlist.checkFits(model, from, to); !fits) {
        fits.error().where = where;
        return std::unexpected(fits.error());
    }
    return shortlist;
}

Result<std::shared_ptr<const Shortlist>> loadShortlist(const Model &model, const std::string &from, const std::string &to)
{
    const std::filesystem::path file = shortlistFile(model.folder, from, to);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        return fail(ErrorCode::NotFound, file.string(), "is not there; \"interlinear-cli model shortlist\" learns it from sentence pairs");
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    Result<Shortlist> shortlist = shortlistFromBytes(*bytes, file.string(), model, from, to);
    if (!shortlist)
        return std::unexpected(shortlist.error());
    return std::make_shared<const Shortlist>(std::move(*shortlist));
}

}  // namespace interlinear::mixmoe
