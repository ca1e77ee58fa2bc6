# interlinear_add_translations(interlinear)
#   Compiles i18n/*.ts and embeds them in the target as :/i18n/*.qm. The target `update_translations` reads the texts of the window anew: all of them, and for
#   English only those with a number, whose forms are two. i18n/errors_*.ts are the sentences of the engine, kept by hand; tst_error_text says what they lack.
function(interlinear_add_translations target)
  file(GLOB interface CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/i18n/interlinear_*.ts")
  file(GLOB errors CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/i18n/errors_*.ts")
  set(english "${PROJECT_SOURCE_DIR}/i18n/interlinear_en.ts")
  list(REMOVE_ITEM interface "${english}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/widgets/*.cpp" "${PROJECT_SOURCE_DIR}/widgets/*.h"
    "${PROJECT_SOURCE_DIR}/app/workbench/*.cpp" "${PROJECT_SOURCE_DIR}/app/workbench/*.h")
  list(FILTER sources EXCLUDE REGEX "/widgets/gallery/")   # for those who make the program
  qt_add_lupdate(${target} TS_FILES ${interface} SOURCES ${sources} OPTIONS -no-obsolete -locations none)
  set(list "${CMAKE_CURRENT_BINARY_DIR}/translated_sources.lst")
  string(REPLACE ";" "\n" lines "${sources}")
  file(WRITE "${list}" "${lines}\n")
  add_custom_target(${target}_plurals COMMENT "Reading the English texts that have a number"
    COMMAND Qt6::lupdate -pluralonly -no-obsolete -locations none -source-language en -target-language en
            -I "${PROJECT_SOURCE_DIR}" "@${list}" -ts "${english}" VERBATIM)
  add_dependencies(update_translations ${target}_plurals)
  qt_add_lrelease(${target} TS_FILES ${interface} ${english} ${errors} QM_FILES_OUTPUT_VARIABLE compiled OPTIONS -silent)
  qt_add_resources(${target} ${target}_translations PREFIX /i18n BASE "${CMAKE_CURRENT_BINARY_DIR}" FILES ${compiled})
endfunction()
