#!/usr/bin/env bash
# From a fresh checkout to the open workbench: packaging/run.sh [FILE…]
#
# Installs what is missing, builds, and opens the files, or a sample document. Without a display the same window is driven offscreen: it translates
# the document and writes the result and two pictures to build/first-run. The exit status is the program's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
  printf 'Usage: packaging/run.sh [FILE…]\nBuilds Interlinear and opens the files, or a sample document.\n'
  exit
fi

files=()
for file in "$@"; do
  [[ -f $file && -r $file ]] || stop "'$file' is no file that can be read."
  files+=("$(realpath -- "$file")")
done
((${#files[@]})) || files=("$root/resources/samples/welcome.md")

cd "$root"
installMissing "${buildPackages[@]}"
quietly "Configuring" cmake --preset release
quietly "Building the workbench (minutes the first time)" cmake --build --preset release --target interlinear interlinear-cli

workbench=$root/build/release/bin/interlinear
if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
  exec "$workbench" "${files[@]}"
fi
say "No display: the window works offscreen."
QT_QPA_PLATFORM=offscreen exec "$workbench" --first-run "$root/build/first-run" "${files[@]}"
