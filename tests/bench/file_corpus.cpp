#include "tests/bench/file_corpus.h"

#include "tests/support/office_package.h"

#include <algorithm>

namespace interlinear::bench {

namespace {

constexpr std::size_t differentSentences = 20'000;
constexpr std::size_t sentencesOfPage = 24;
constexpr std::size_t sentencesOfParagraph = 4;
constexpr std::size_t wrappedColumns = 72;

/// Line ends instead of the spaces at which lines would grow longer.
std::string wrapped(std::string text)
{
    std::size_t lineBegin = 0;
    while (text.size() - lineBegin > wrappedColumns) {
        const std::size_t space = text.rfind(' ', lineBegin + wrappedColumns);
        text[space] = '\n';
        lineBegin = space + 1;
    }
    return text;
}

/// Two marks around one of its words.
std::string marked(const std::string &text, std::string_view open, std::string_view close)
{
    const std::size_t begin = text.find(' ') + 1;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    return text.substr(0, begin) + std::string(open) + text.substr(begin, end - begin) + std::string(close) + text.substr(end);
}

std::string run(const std::string &text, std::string_view looks)
{
    return "<w:r w:rsidRPr=\"00A77B3E\"><w:rPr>" + std::string(looks) + "<w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
}

}  // namespace

FileCorpus::FileCorpus() : m_corpus(differentSentences) {}

std::string FileCorpus::sentence(std::size_t number) const
{
    std::string text = m_corpus.source(number % differentSentences);
    if (number % 9 == 1)
        text.back() = '?';
    if (number % 10 == 3)
        text.insert(0, "Dr. ");
    if (number % 11 == 4)
        text.insert(text.size() - 1, " (e.g. 3.14 or 1,000)");
    if (number % 17 == 6)
        text.insert(text.size() - 1, " caf\u00E9");
    if (number % 13 == 5)
        text = "\u201C" + text + "\u201D";
    return text;
}

std::string FileCorpus::translation(std::size_t number) const
{
    return m_corpus.target(number % differentSentences);
}

std::string FileCorpus::paragraph(std::size_t first, std::size_t sentences) const
{
    std::string text;
    for (std::size_t i = 0; i < sentences; ++i)
        text += (i == 0 ? "" : " ") + sentence(first + i);
    return text;
}

std::string FileCorpus::plainText(std::size_t bytes) const
{
    std::string text;
    text.reserve(bytes + 4096);
    for (std::size_t first = 0; text.size() < bytes; first += sentencesOfParagraph) {
        const std::string next = paragraph(first, sentencesOfParagraph);
        text += (first % (2 * sentencesOfParagraph) == 0 ? next : wrapped(next)) + "\n\n";
    }
    return text;
}

std::string FileCorpus::xliff(std::string_view version, std::size_t units) const
{
    const bool second = version == "2.0";
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    text += second ? "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"de\">\n<file id=\"f1\">\n"
                   : "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\">\n"
                     "<file original=\"manual.docx\" source-language=\"en\" target-language=\"de\" datatype=\"x-docx\">\n<body>\n";
    for (std::size_t i = 0; i < units; ++i) {
        const bool codes = i % 5 == 2;
        const std::string open = second ? "<pc id=\"1\">" : "<g id=\"1\">";
        const std::string close = second ? "</pc>" : "</g>";
        const std::string source = codes ? marked(sentence(i), open, close) : sentence(i);
        const std::string target = codes ? marked(translation(i), open, close) : translation(i);
        const std::string number = std::to_string(i + 1);
        const std::string note = i % 20 == 7 ? "<note>Shown on page " + number + ".</note>" : "";
        if (second)
            text += "<unit id=\"u" + number + "\">\n" + (note.empty() ? "" : "<notes>" + note + "</notes>\n") + "<segment state=\"translated\">\n<source>" + source
                + "</source>\n<target>" + target + "</target>\n</segment>\n</unit>\n";
        else
            text += "<trans-unit id=\"" + number + "\">\n<source>" + source + "</source>\n<target state=\"translated\">" + target + "</target>\n" + note
                + "</trans-unit>\n";
    }
    return text + (second ? "</file>\n</xliff>\n" : "</body>\n</file>\n</xliff>\n");
}

std::string FileCorpus::word(std::size_t pages) const
{
    std::string body;
    for (std::size_t first = 0; first < pages * sentencesOfPage; first += sentencesOfParagraph) {
        body += "<w:p w:rsidR=\"00B25A4B\" w:rsidRDefault=\"00B25A4B\"><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr>";
        for (std::size_t i = first; i < first + sentencesOfParagraph; ++i)
            body += run(sentence(i) + " ", i % 3 == 1 ? "<w:b/>" : "") + (i % 2 == 0 ? "<w:proofErr w:type=\"spellStart\"/>" : "");
        body += "</w:p>";
    }
    return cat::wordFile(body);
}

}  // namespace interlinear::bench
