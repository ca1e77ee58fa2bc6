# interlinear_build_identity(OUT out.cpp TEMPLATE in.cpp FOLDERS engine/core engine/mixmoe/model)
#   Makes a source file from a template in which @IDENTITY@ is version, compiler, kind of build and processor, and @SOURCES_HASH@ a hash over what lies in the folders.
#   Only that file is compiled anew when they change; no time, no path and no commit goes into it. As a script (cmake -P) this file writes it.
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${LIST}" files)
  set(hashes "")
  foreach(file ${files})
    file(SHA256 "${ROOT}/${file}" hash)
    string(APPEND hashes "${file} ${hash}\n")
  endforeach()
  string(SHA256 SOURCES_HASH "${hashes}")
  string(SUBSTRING "${SOURCES_HASH}" 0 12 SOURCES_HASH)
  configure_file("${TEMPLATE}" "${OUT}" @ONLY)
  return()
endif()

set(interlinearIdentityScript "${CMAKE_CURRENT_LIST_FILE}")

function(interlinear_build_identity)
  cmake_parse_arguments(ARG "" "OUT;TEMPLATE" "FOLDERS" ${ARGN})
  set(patterns "")
  foreach(folder ${ARG_FOLDERS})
    list(APPEND patterns "${PROJECT_SOURCE_DIR}/${folder}/*.cpp" "${PROJECT_SOURCE_DIR}/${folder}/*.h" "${PROJECT_SOURCE_DIR}/${folder}/CMakeLists.txt")
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}" ${patterns})
  list(SORT sources)
  string(REPLACE ";" "\n" lines "${sources}")
  file(CONFIGURE OUTPUT "${ARG_OUT}.list" CONTENT "${lines}\n" @ONLY)
  list(TRANSFORM sources PREPEND "${PROJECT_SOURCE_DIR}/")
  set(identity "${PROJECT_VERSION} ${CMAKE_CXX_COMPILER_ID}-${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_BUILD_TYPE} ${CMAKE_SYSTEM_PROCESSOR}")
  if(INTERLINEAR_SANITIZE)
    string(APPEND identity " ${INTERLINEAR_SANITIZE}-sanitizer")
  endif()
  add_custom_command(
    OUTPUT "${ARG_OUT}"
    COMMAND ${CMAKE_COMMAND} "-DLIST=${ARG_OUT}.list" "-DROOT=${PROJECT_SOURCE_DIR}" "-DTEMPLATE=${ARG_TEMPLATE}" "-DOUT=${ARG_OUT}" "-DIDENTITY=${identity}"
            -P "${interlinearIdentityScript}"
    DEPENDS ${sources} "${ARG_OUT}.list" "${ARG_TEMPLATE}" "${interlinearIdentityScript}"
    COMMENT "Hashing the engine's sources" VERBATIM)
endfunction()
