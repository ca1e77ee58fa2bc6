# interlinear_embed_sql(cat_memory memory)
#   resources/sql/memory.sql becomes the header "sql/memory.h" of that library, with the text as interlinear::cat::memorySql.
function(interlinear_embed_sql library name)
  set(file "${PROJECT_SOURCE_DIR}/resources/sql/${name}.sql")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded/sql/${name}.h" @ONLY CONTENT [[
#pragma once

namespace interlinear::cat {

inline constexpr const char *@name@Sql = R"sql(@text@)sql";

}  // namespace interlinear::cat
]])
  target_include_directories(interlinear_${library} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
