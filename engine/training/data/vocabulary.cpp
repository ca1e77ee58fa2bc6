#include "engine/training/data/vocabulary.h"

#include <sentencepiece_trainer.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <regex>
#include <unordered_map>

namespace interlinear::training {

namespace {

class Lines final : public sentencepiece::SentenceIterator {
public:
    explicit Lines(const std::vector<std::string> &lines) : m_lines(lines) {}
    bool done() const override { return m_next == m_lines.size(); }
    void Next() override { ++m_next; }
    const std::string &value() const override { return m_lines[m_next]; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    const std::vector<std::string> &m_lines;
    std::size_t m_next = 0;
};

/// SentencePiece tells the largest size that texts give after a comparison sign, and the least that they need behind the one that was asked for.
std::unexpected<Error> untrainable(const std::string &problem, int size)
{
    static const std::regex most("<= (\\d+)");
    std::smatch found;
    if (std::regex_search(problem, found, most))
        return fail(ErrorCode::InvalidArgument, "vocabulary", "cannot have %1 pieces: the texts give at most %2; ask for fewer, or add texts", size, found[1].str());
    static const std::regex least("required_chars\\. \\d+ vs (\\d+)");
    if (std::regex_search(problem, found, least))
        return fail(ErrorCode::InvalidArgument, "vocabulary", "cannot have %1 pieces: bytes, tags and the texts' characters alone take %2; ask for more", size, found[1].str());
    return fail(ErrorCode::InvalidArgument, "vocabulary", "cannot be trained: %1", problem);
}

}  // namespace

Result<std::string> trainVocabulary(const std::vector<std::string> &sentences, const VocabularyOptions &options)
{
    std::string controls;
    for (const std::string &symbol : mixmoe::controlSymbols(options.languages))
        controls += (controls.empty() ? "" : ",") + symbol;
    std::string reserved;
    for (const std::string &piece : mixmoe::reservedPieces())
        reserved += (reserved.empty() ? "" : ",") + piece;

    const std::unordered_map<std::string, std::string> arguments{
        {"model_type", "unigram"},
        {"vocab_size", std::to_string(options.size)},
        {"character_coverage", "0.9998"},
        {"byte_fallback", "true"},
        {"split_digits", "true"},
        {"normalization_rule_name", "identity"},
        {"remove_extra_whitespaces", "false"},
        {"control_symbols", controls},
        {"user_defined_symbols", reserved},
        {"bos_id", "-1"},
        {"unk_id", "0"},
        {"eos_id", "1"},
        {"pad_id", "-1"},
        {"num_threads", "2"},
        {"minloglevel", "1"},
        {"max_sentence_length", "8192"},
    };
    std::string bytes;
    Lines lines(sentences);
    const auto status = sentencepiece::SentencePieceTrainer::Train(arguments, &lines, &bytes);
    if (!status.ok())
        return untrainable(status.ToString(), options.size);
    return bytes;
}

std::vector<std::string_view> &textsOf(std::vector<LanguageTexts> &all, const std::string &language)
{
    const auto found = std::ranges::find(all, language, &LanguageTexts::language);
    return found != all.end() ? found->texts : all.emplace_back(language).texts;
}

std::vector<std::string> evenSample(const std::vector<LanguageTexts> &all, std::size_t count)
{
    std::vector<const LanguageTexts *> bySize;
    for (const LanguageTexts &texts : all)
        bySize.push_back(&texts);
    std::ranges::sort(bySize, {}, [](const LanguageTexts *texts) { return texts->texts.size(); });
    std::vector<std::string> sample;
    std::size_t languages = bySize.size();
    for (const LanguageTexts *texts : bySize) {
        const std::size_t size = texts->texts.size(), share = std::min(size, (count - sample.size()) / languages--);
        for (std::size_t i = 0; i < share; ++i)
            sample.emplace_back(texts->texts[i * size / share]);
    }
    return sample;
}

PieceCounts countPieces(const mixmoe::Tokenizer &tokenizer, const LanguageTexts &texts)
{
    PieceCounts counts;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaker(icu::BreakIterator::createWordInstance(icu::Locale(texts.language.c_str()), status));
    for (const std::string_view text : texts.texts) {
        const auto unicode = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
        breaker->setText(unicode);
        while (breaker->next() != icu::BreakIterator::DONE)
            counts.words += breaker->getRuleStatus() >= UBRK_WORD_NONE_LIMIT ? 1 : 0;
        for (const mixmoe::Piece &piece : tokenizer.encode(text)) {
            ++counts.pieces;
            counts.bytes += tokenizer.isByte(piece.id) ? 1 : 0;
        }
    }
    return counts;
}

}  // namespace interlinear::training
