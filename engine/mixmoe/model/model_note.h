// What is known of a model folder without reading its weights, for as long as none of its files changes.
//
//   const std::string state = folderState(folder);                        // before the files are read
//   writeModelNote(cache, folder, state, {model->fingerprint, true});     // once they have been
//   std::optional<ModelNote> note = readModelNote(cache, folder);         // the next time
//
// Files count as unchanged while size, time of change and identity (device and inode) are what they were. Any thread, several programs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace interlinear::mixmoe {

struct ModelNote {
    std::string fingerprint;
    bool weightsFitBf16 = false;   ///< no weight loses anything as bf16

    bool operator==(const ModelNote &) const = default;
};

/// Tells files apart, not contents. Empty when the folder cannot be read.
std::string folderState(const std::filesystem::path &folder);

/// Nothing when there is no note of this folder in this cache, or its files have changed since.
std::optional<ModelNote> readModelNote(const std::filesystem::path &cache, const std::filesystem::path &folder);

/// state: of before the files were read; when it has changed meanwhile nothing is written. Where nothing can be kept the folder is read whole the next time.
void writeModelNote(const std::filesystem::path &cache, const std::filesystem::path &folder, const std::string &state, const ModelNote &note);

}  // namespace interlinear::mixmoe
