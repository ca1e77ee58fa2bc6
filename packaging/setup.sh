# Sourced by the scripts beside it: what a fresh machine lacks, where downloads are kept, and how steps are shown.
#
#   source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
#   installMissing "${buildPackages[@]}"
#   quietly "Building the workbench" cmake --build --preset release
#
# Debian 12 is the reference; the names hold on Ubuntu 24.04 too.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

buildPackages=(
  g++ cmake ninja-build ccache pkg-config
  qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-wayland
  libqt6sql6-sqlite libqt6svg6 qt6-translations-l10n fonts-noto-core
  libfftw3-dev libsentencepiece-dev libsqlite3-dev libicu-dev libhunspell-dev libmd4c-dev libmd4c-html0-dev libpugixml-dev libexpat1-dev
  libgumbo-dev libyaml-dev libzip-dev
  libcairo2-dev libcli11-dev nlohmann-json3-dev liblzma-dev libpq-dev libssl-dev libxxhash-dev zlib1g-dev
)
testPackages=(gettext libgloo-dev libxml2-utils postgresql python3 python3-venv python3-yaml unzip xz-utils xvfb)
longTestPackages=(libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui)   # 140 MB that open what is written, with --long only

say() { printf '%s\n' "$@" >&2; }

stop() {
  say "$@"
  exit 1
}

# Whether the program is there in at least this version, from the distribution or elsewhere.
haveProgram() {  # NAME VERSION
  local found
  found=$("$1" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1) || return 1
  printf '%s\n%s\n' "$2" "$found" | sort --check=quiet --version-sort
}

# Those of the named packages that are not installed.
missingPackages() {
  local package installed
  installed=" $(dpkg-query --show --showformat '${db:Status-Status}/${Package} ' "$@" 2>/dev/null || true)"
  for package in "$@"; do
    case $package in
      cmake) haveProgram cmake 3.25 && continue ;;
      ninja-build) haveProgram ninja 1.10 && continue ;;
    esac
    [[ $installed == *" installed/$package "* ]] || printf '%s\n' "$package"
  done
}

# Whether sudo works without a question, or after one that somebody is there to answer.
mayUseSudo() {
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null && return
  [[ -t 0 ]] && sudo --validate
}

installMissing() {
  local missing install asRoot=()
  mapfile -t missing < <(missingPackages "$@")
  ((${#missing[@]})) || return 0
  install=(apt-get install --yes --no-install-recommends "${missing[@]}")
  command -v apt-get >/dev/null || stop "These Debian packages, or what your distribution calls them, are needed: ${missing[*]}"
  if ((EUID != 0)); then
    mayUseSudo ||
      stop "Packages are missing and installing them needs root. As root, run this, then start again:" "  apt-get update && ${install[*]}"
    asRoot=(sudo)
  fi
  asRoot+=(env DEBIAN_FRONTEND=noninteractive)
  quietly "Reading the package lists" "${asRoot[@]}" apt-get update
  quietly "Installing missing packages" "${asRoot[@]}" "${install[@]}"
  mapfile -t missing < <(missingPackages "$@")
  ((${#missing[@]} == 0)) || stop "Still missing after the installation: ${missing[*]}"
}

# One short line for a step; its output is kept in build/log and shown only when it fails, with the step's own exit status.
quietly() {  # LABEL COMMAND…
  local label=$1 log status=0 began=$SECONDS
  shift
  log=$root/build/log/$(tr -cs '[:alnum:]' '-' <<<"${label,,}" | sed 's/-*$//').txt
  mkdir -p "${log%/*}"
  say "$label …"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status)); then
    tail -n 40 "$log" >&2
    say "$label failed after $((SECONDS - began)) s (exit status $status). All of its output: $log"
    exit "$status"
  fi
}

# Folder for what is fetched once and shared by all checkouts: INTERLINEAR_CACHE, the user's cache, or one under /var/tmp.
cacheFolder() {
  local home=${HOME:-} folder
  folder=${INTERLINEAR_CACHE:-${XDG_CACHE_HOME:-${home:+$home/.cache}}}
  [[ -n ${INTERLINEAR_CACHE:-} || -z $folder ]] || folder+=/interlinear
  if [[ -n $folder ]] && mkdir -p "$folder" 2>/dev/null && [[ -w $folder ]]; then
    realpath -- "$folder"
    return
  fi
  [[ -z ${INTERLINEAR_CACHE:-} ]] || stop "INTERLINEAR_CACHE is '$INTERLINEAR_CACHE', which is no folder that can be written."
  folder=/var/tmp/interlinear-$(id -u)
  mkdir -m 700 "$folder" 2>/dev/null || true
  [[ -O $folder && -w $folder ]] || stop "No folder for downloads can be written; name one in INTERLINEAR_CACHE."
  printf '%s\n' "$folder"
}

# A Python of our own in the cache, with these packages; made once for one list. Prints its interpreter.
pythonWith() {  # NAME REQUIREMENT…
  local name=$1 cache folder
  shift
  cache=$(cacheFolder)
  folder=$cache/python-$name
  exec 8>"$folder.lock"
  flock 8
  if [[ ! -x $folder/bin/python || $(cat "$folder/complete" 2>/dev/null) != "$*" ]]; then
    rm -rf "$folder"
    quietly "Making a Python for $name" python3 -m venv "$folder"
    (($# == 0)) || quietly "Installing $*" "$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check --only-binary=:all: "$@"
    printf '%s' "$*" >"$folder/complete"
  fi
  exec 8>&-
  printf '%s\n' "$folder/bin/python"
}

# The interlinear-bench that was built last, or the one that INTERLINEAR_BENCH names.
ourBenchmark() {
  local release=$root/build/release/bin/interlinear-bench dev=$root/build/dev/bin/interlinear-bench bench
  bench=$release
  [[ $dev -nt $release ]] && bench=$dev
  bench=${INTERLINEAR_BENCH:-$bench}
  [[ -x $bench ]] ||
    stop "There is no program $bench. Build it (cmake --preset dev && cmake --build --preset dev --target interlinear-bench) or name another in INTERLINEAR_BENCH."
  printf '%s\n' "$bench"
}

# ccache wants a folder of its own even where there is no home.
if [[ -z ${CCACHE_DIR:-} && ! -w ${HOME:-/nowhere} ]]; then
  CCACHE_DIR=$(cacheFolder)/ccache
  export CCACHE_DIR
fi
