#include "engine/cat/memory/exchange/export.h"

#include "engine/cat/memory/exchange/table_columns.h"
#include "engine/core/delimited_text.h"
#include "engine/core/files.h"

#include <algorithm>

namespace interlinear::cat {

namespace {

/// Names that people would believe.
constexpr std::string_view otherFormats[] = {".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".po", ".pot", ".tbx", ".sdltm", ".xlsx", ".xls", ".json", ".txt", ".docx"};

template <typename Value>
std::string row(char delimiter, const Value &value)
{
    std::vector<std::string> fields;
    for (const TableColumn &column : tableColumns())
        fields.push_back(value(column));
    return delimitedRecord(fields, delimiter) + '\n';
}

}  // namespace

Result<void> exportTable(const Memory &memory, const std::filesystem::path &path, char delimiter)
{
    if (isSameFile(path, memory.path()))
        return fail(ErrorCode::InvalidArgument, path.string(), "is the memory itself; choose another name for the table");
    Result<FileWriter> file = FileWriter::open(path);
    if (!file)
        return std::unexpected(file.error());
    if (auto begun = file->write(row(delimiter, [](const TableColumn &column) { return std::string(column.name); })); !begun)
        return begun;
    const auto write = [&](const Unit &unit) { return file->write(row(delimiter, [&](const TableColumn &column) { return column.value(unit); })); };
    if (auto written = memory.forEachUnit(write); !written)
        return written;
    return file->commit();
}

Result<void> exportUnits(const Memory &memory, const std::filesystem::path &path)
{
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (extension == ".csv")
        return exportTable(memory, path, ',');
    if (extension == ".tsv" || extension == ".tab")
        return exportTable(memory, path, '\t');
    if (std::ranges::find(otherFormats, extension) != std::end(otherFormats))
        return fail(ErrorCode::InvalidArgument, path.string(), "has a name that ends with %1; memories are written as .tmx, .csv or .tsv", extension);
    return exportTmx(memory, path);
}

}  // namespace interlinear::cat
