# interlinear_embed(cat_memory sql/memory.sql memorySql)
#   resources/sql/memory.sql becomes the header "sql/memory.h" of that library, with the text as interlinear::cat::memorySql.
function(interlinear_embed library path variable)
  set(file "${PROJECT_SOURCE_DIR}/resources/${path}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  get_filename_component(folder "${path}" DIRECTORY)
  get_filename_component(name "${path}" NAME_WE)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/embedded/${folder}/${name}.h" @ONLY CONTENT [[
#pragma once

namespace interlinear::cat {

inline constexpr char @variable@[] = R"resource(@text@)resource";

}  // namespace interlinear::cat
]])
  target_include_directories(interlinear_${library} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/embedded")
endfunction()
