#include "engine/cat/review/review_table.h"

namespace interlinear::cat {

std::string commentLine(const ReviewComment &comment)
{
    return comment.author.empty() ? comment.text : comment.author + ": " + comment.text;
}

}  // namespace interlinear::cat
