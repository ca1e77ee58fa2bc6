#!/usr/bin/env bash
# Provides real documents for the tests: packaging/documents.sh prints the folder that holds them, one folder a Debian package.
#
# The packages are fetched by apt, as anybody, from where this machine gets its own; nothing is installed. Of each only documents are kept: also those within
# archives of Java and browser extensions, compressed ones, catalogues of gettext (.mo) as .po and of Qt (.qm) as .ts. A package that is no longer to be had is
# named and left out.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

binaries=(
  apache2-doc cmake-doc debian-policy debian-reference-en developers-reference freeplane gettext-doc git-doc gnumail.app-common gnustep-base-common
  gnustep-gui-common gworkspace-common jedit lazarus-src-2.2 libjs-jquery-i18n-properties libjs-pdf mediawiki nodejs-doc npm
  pandoc-data php-symfony-form php-symfony-security-core php-symfony-validator plasma-workspace-data postgresql-doc-15 psi-l10n python3-django python3-docx
  qpdfview-translations qtbase5-examples qttools5-examples r-cran-officer r-cran-openxlsx r-cran-readxl r-cran-rio ruby-faker sqlite3-doc
  webext-privacy-badger webext-treestyletab webext-ublock-origin-chromium
)
sources=(godot keepassxc libapache-poi-java libexcel-writer-xlsx-perl liborcus librecad nunit opentk pandoc qbittorrent)
documents='.*\.\(txt\|md\|markdown\|pot?\|ts\|srt\|vtt\|xlf\|xliff\|sdlxliff\|mqxliff\|mxliff\|doc[xm]\|dot[xm]\|xls[xm]\|xlt[xm]\|ppt[xm]\|pot[xm]\|pps[xm]\|json\|arb\|csv\|tsv\|properties\|xml\|resx\|ya?ml\|strings\|stringsdict\|ini\|desktop\|html?\|xhtml\|od[tsp]\|ftl\)'

folder=$(cacheFolder)/documents
mkdir -p "$folder/apt/lists/partial" "$folder/apt/sources"
exec 9>"$folder.lock"
flock 9

# apt with the machine's own sources, asked for source packages, and its lists in our folder.
apt() {
  apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$folder/apt/sources" -o "Dir::State::lists=$folder/apt/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"
}

knowSources() {
  [[ -e $folder/apt/known ]] && return
  local list
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [[ -f $list ]] && sed 's/^Types: *deb$/Types: deb-src/; s/^deb /deb-src /' "$list" >"$folder/apt/sources/${list##*/}"
  done
  apt update && touch "$folder/apt/known"
}

unpackBinary() {  # NAME FOLDER
  (cd "$2" && apt-get -q download "$1") && dpkg -x "$2"/*.deb "$2/files"
}

unpackSource() {  # NAME FOLDER
  local archive
  (cd "$2" && apt source --tar-only "$1") || return
  mkdir "$2/files"
  for archive in "$2"/*.orig*.tar.*[!c]; do
    tar -xf "$archive" -C "$2/files"
  done
}

isIn() {  # FOLDER EXTENSION: every such file, ended by NULs
  find "$1" -type f -name "*.$2" -print0
}

openArchives() {  # FOLDER
  local file extension
  for extension in jar xpi zip; do
    while read -r -d '' file; do
      unzip -q -n -d "$file.files" "$file" </dev/null || true
    done < <(isIn "$1" "$extension")
  done
  while read -r -d '' file; do gzip -d "$file" 2>/dev/null || true; done < <(isIn "$1" gz)
  while read -r -d '' file; do msgunfmt -o "${file%.mo}.po" "$file" 2>/dev/null || true; done < <(isIn "$1" mo)
  while read -r -d '' file; do /usr/lib/qt6/bin/lconvert -o "${file%.qm}.ts" "$file" 2>/dev/null || true; done < <(isIn "$1" qm)
}

provide() {  # unpackBinary|unpackSource NAME
  local partial=$folder/partial target=$folder/files/$2
  [[ -d $target ]] && return
  rm -rf "$partial"
  mkdir -p "$partial" "$folder/files"
  if "$1" "$2" "$partial" >"$folder/log" 2>&1; then
    openArchives "$partial/files" >>"$folder/log" 2>&1
    find "$partial/files" ! -type d ! -iregex "$documents" -delete
    find "$partial/files" -type l -delete
    find "$partial/files" -depth -type d -empty -delete
    mkdir -p "$partial/files"
    mv "$partial/files" "$target"
  else
    say "$2 is not to be had ($folder/log)"
  fi
  rm -rf "$partial"
}

quietly "Reading the lists of source packages" knowSources
say "Fetching packages with documents (300 MB, once) …"
for package in "${binaries[@]}"; do provide unpackBinary "$package"; done
for package in "${sources[@]}"; do provide unpackSource "$package"; done
printf '%s\n' "$folder/files"
