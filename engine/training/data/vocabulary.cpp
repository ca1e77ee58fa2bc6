#include "engine/training/data/vocabulary.h"

#include "engine/mixmoe/text/tokenizer.h"

#include <sentencepiece_trainer.h>

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
        return fail(ErrorCode::InvalidArgument, "vocabulary", "cannot be trained: %1", status.ToString());
    return bytes;
}

}  // namespace interlinear::training
