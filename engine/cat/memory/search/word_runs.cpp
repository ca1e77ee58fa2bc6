#include "engine/cat/memory/search/word_runs.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace interlinear::cat {

namespace {

enum class Kind { Letter, Mark, WordByItself, Between, Other };

/// White space, and punctuation that no rule of word breaking takes into a word of letters.
bool standsBetweenWords(UChar32 character)
{
    return u_isUWhiteSpace(character) || character == ',' || character == ';' || character == '!' || character == '(' || character == ')';
}

Kind kindOf(UChar32 character)
{
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(character, &status);
    if (u_isalpha(character) && (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA))
        return Kind::WordByItself;
    const bool isJamo = character >= 0x1100 && character <= 0x11FF;
    switch (u_getIntPropertyValue(character, UCHAR_WORD_BREAK)) {
    case U_WB_ALETTER:
    case U_WB_HEBREW_LETTER: return isJamo ? Kind::Other : Kind::Letter;
    case U_WB_EXTEND: return u_getCombiningClass(character) != 0 ? Kind::Mark : Kind::Other;
    default: return standsBetweenWords(character) ? Kind::Between : Kind::Other;
    }
}

/// White space, and a mark where marks do not count.
bool isNothingAtAnEnd(UChar32 character, const TextDifferences &counting)
{
    std::string utf8;
    return u_isUWhiteSpace(character) || FoldedText(icu::UnicodeString(character).toUTF8String(utf8), counting).text().empty();
}

void trim(icu::UnicodeString &text, const TextDifferences &counting)
{
    while (!text.isEmpty() && isNothingAtAnEnd(text.char32At(0), counting))
        text.remove(0, text.moveIndex32(0, 1));
    while (!text.isEmpty() && isNothingAtAnEnd(text.char32At(text.length() - 1), counting))
        text.truncate(text.moveIndex32(text.length(), -1));
}

std::string keyOf(const icu::UnicodeString &letters)
{
    icu::UnicodeString folded(letters);
    folded.foldCase();
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    const icu::UnicodeString composed = U_SUCCESS(status) ? nfc->normalize(folded, status) : folded;
    std::string key;
    return composed.toUTF8String(key);
}

bool holds(std::string_view word, const WordRun &run, std::string_view letters)
{
    if (run.atBegin && run.atEnd)
        return word == letters;
    if (run.atBegin)
        return word.starts_with(letters);
    return run.atEnd ? word.ends_with(letters) : word.find(letters) != std::string_view::npos;
}

}  // namespace

bool WordRun::isIn(std::string_view word, const TextDifferences &counting) const
{
    if (counting.diacritics)
        return holds(word, *this, letters);
    const TextDifferences lettersAlone{false, false};
    return holds(FoldedText(word, lettersAlone).text(), *this, FoldedText(letters, lettersAlone).text());
}

bool looksIntoPlaceholders(const PatternText &pattern)
{
    if (pattern.kind == PatternKind::Regex || pattern.text.find_first_of("@/%{}$_") != std::string::npos)
        return true;
    for (std::size_t dot = pattern.text.find('.'); dot != std::string::npos; dot = pattern.text.find('.', dot + 1)) {
        if (dot + 1 < pattern.text.size() && u_isalnum(static_cast<unsigned char>(pattern.text[dot + 1])))
            return true;
    }
    return false;
}

std::vector<WordRun> wordRuns(const PatternText &pattern)
{
    std::vector<WordRun> runs;
    if (pattern.kind == PatternKind::Regex)
        return runs;
    // In a stretch of text what is beside a run is where its word ends; words to be found in any order have other neighbours.
    const bool isStretch = pattern.kind == PatternKind::Substring || pattern.kind == PatternKind::Wildcard;
    const bool inOrder = isStretch && !looksIntoPlaceholders(pattern);   // a stretch of verbatim text is one word, spaces and all
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(pattern.text);
    if (pattern.kind == PatternKind::Wildcard)
        trim(text, pattern.counting);   // spaces at its ends mean nothing there
    Kind before = Kind::Other;
    bool behindRun = false;   // behind a run and nothing but what stands between words
    for (std::int32_t at = 0; at < text.length();) {
        const Kind kind = kindOf(text.char32At(at));
        std::int32_t end = text.moveIndex32(at, 1);
        if (kind != Kind::Letter && kind != Kind::WordByItself) {
            before = kind;
            behindRun = behindRun && kind == Kind::Between;
            at = end;
            continue;
        }
        while (end < text.length() && ((kind == Kind::Letter && kindOf(text.char32At(end)) == Kind::Letter) || kindOf(text.char32At(end)) == Kind::Mark))
            end = text.moveIndex32(end, 1);
        const Kind behind = end < text.length() ? kindOf(text.char32At(end)) : Kind::Other;
        const bool alone = kind == Kind::WordByItself;
        const bool marked = alone && end > text.moveIndex32(at, 1);
        if (!marked) {
            runs.push_back({.letters = keyOf(text.tempSubStringBetween(at, end)),
                            .atBegin = alone || (isStretch && before == Kind::Between),
                            .atEnd = alone || (isStretch && behind == Kind::Between),
                            .behindPrevious = inOrder && behindRun && before == Kind::Between});
        }
        behindRun = !marked;
        before = kind;
        at = end;
    }
    return runs;
}

}  // namespace interlinear::cat
