// The tokens that a source text may become: what a translation picks from when it need not look at the whole vocabulary.
//
//   Result<std::shared_ptr<const Shortlist>> shortlist = loadShortlist(*model, "en", "de");   // shortlist.en-de in the model's folder
//   (*shortlist)->tokensFor(sourceTokens);      // some 5000 of 12000
//   (*shortlist)->missed();                     // 0.0004: of the greedy choices on texts that it was not learnt from, this share is not among them
//
// A list belongs to one model, since its share of misses was measured with it, and to one direction. What is among the tokens for a source: the usual tokens, what each
// of its tokens becomes, and the source's own tokens, which may be copied. It pays for one segment at a time: with the English-German model that ships, a seventh of the
// time. In a batch all rows share one reading of the whole embedding, and the list costs a fiftieth. Lists are learnt by engine/training/data/shortlist_learning.h. Any thread.
//
// File, integers little-endian, lists of rising ids as a count and the steps from one id to the next in base 128 (low digits first, the high bit says that more follow):
//   "ilshort1", 64 hex digits of the model's fingerprint, two languages (a byte of length, then letters), u32 tokens measured, u32 of them missed,
//   u32 vocabulary V, the usual tokens, V lists of what a token becomes, 64 hex digits of the SHA-256 of all before.
#pragma once

#include "engine/mixmoe/model/model.h"
#include "engine/mixmoe/text/tokenizer.h"

#include <cstdint>
#include <span>

namespace interlinear::mixmoe {

struct Shortlist {
    /// Lists that miss a larger share of the model's choices are not used.
    static constexpr double mostMissed = 0.001;
    /// A share is known from so many choices on: none missed of 3000 still leaves a twentieth of a chance of 0.001 (the rule of three, Hanley and Lippman-Hand 1983).
    static constexpr std::uint32_t leastMeasured = 3000;

    std::string modelFingerprint, from, to;
    std::uint32_t tokensMeasured = 0, tokensMissed = 0;
    std::vector<TokenId> usual{};                  ///< rising; of every source: end token, byte pieces, and the most frequent tokens of the target language
    std::vector<std::vector<TokenId>> becomes{};   ///< [token of the source], rising

    /// Rising, none twice. The source is of the model's vocabulary.
    std::vector<TokenId> tokensFor(std::span<const TokenId> source) const;
    /// SHA-256 of what its file holds before it, 64 hex digits. Takes as long as writing the list.
    std::string fingerprint() const;
    /// 0 to 1; 1 where too little was measured.
    double missed() const;
    bool missesLittle() const { return missed() <= mostMissed; }
    /// WrongModel, or InvalidArgument for another direction.
    Result<void> checkFits(const Model &model, const std::string &from, const std::string &to) const;
};

/// "shortlist.en-de" in the folder.
std::filesystem::path shortlistFile(const std::filesystem::path &folder, const std::string &from, const std::string &to);

std::string toBytes(const Shortlist &shortlist);

/// Errors: BadFormat for what is no such file, Damaged for one that breaks off or was changed, WrongModel, InvalidArgument as of checkFits().
Result<Shortlist> shortlistFromBytes(const std::string &bytes, const std::string &where, const Model &model, const std::string &from, const std::string &to);

/// From the model's folder. NotFound says how to make one.
Result<std::shared_ptr<const Shortlist>> loadShortlist(const Model &model, const std::string &from, const std::string &to);

}  // namespace interlinear::mixmoe
