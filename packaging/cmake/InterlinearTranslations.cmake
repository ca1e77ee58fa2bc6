# interlinear_add_translations(interlinear)
#   Compiles i18n/*.ts and embeds them in the target as :/i18n/*.qm. The target `update_translations` reads the texts of the window anew.
function(interlinear_add_translations target)
  file(GLOB translations CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/i18n/*.ts")
  if(NOT translations)
    return()
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/widgets/*.cpp" "${PROJECT_SOURCE_DIR}/widgets/*.h"
    "${PROJECT_SOURCE_DIR}/app/workbench/*.cpp" "${PROJECT_SOURCE_DIR}/app/workbench/*.h")
  qt_add_lupdate(${target} TS_FILES ${translations} SOURCES ${sources} OPTIONS -no-obsolete -locations none)
  qt_add_lrelease(${target} TS_FILES ${translations} QM_FILES_OUTPUT_VARIABLE compiled OPTIONS -silent)
  qt_add_resources(${target} ${target}_translations PREFIX /i18n BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${compiled})
endfunction()
