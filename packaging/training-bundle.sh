#!/usr/bin/env bash
# A folder that trains elsewhere: packaging/training-bundle.sh OUT [--recipe FILE] [--spec FILE] [--corpus FOLDER] [--mib N]
#
# Holds the trainer, the shared libraries that it needs besides LibTorch and the C library, a recipe, and what it is trained on: with --spec the shards that
# "interlinear-cli corpus build" makes of it, else the corpus files that the recipe names. With --mib these are cut until all fits: shards by the weights of their domains,
# files all by the same share; rows are shuffled, so that the beginning of a file is a sample of it. OUT/train runs on any x86-64 Linux with glibc 2.36 or newer and
# LibTorch 2.11, without network: it looks for LibTorch in TORCH_ROOT and beside a Python that has torch.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() { stop "Usage: packaging/training-bundle.sh OUT [--recipe FILE] [--spec FILE] [--corpus FOLDER] [--mib N]"; }

out='' spec='' recipe=$root/resources/recipes/en-de.json corpus=$root/../shared/corpus mib=''
while (($#)); do
  case $1 in
    --recipe) recipe=${2:?}; shift 2 ;;
    --spec) spec=${2:?}; shift 2 ;;
    --corpus) corpus=${2:?}; shift 2 ;;
    --mib) mib=${2:?}; shift 2 ;;
    -*) usage ;;
    *) [[ -z $out ]] || usage; out=$1; shift ;;
  esac
done
[[ -n $out ]] || usage
[[ ! -e $out ]] || stop "'$out' is there already; name a folder that is not."
[[ -f $recipe ]] || stop "'$recipe' is no recipe."
[[ -z $spec || -f $spec ]] || stop "'$spec' is no spec of a corpus."
[[ -z $mib || $mib =~ ^[1-9][0-9]*$ ]] || stop "--mib is '$mib'; expected a whole number of MiB."
bin=$root/build/dev/bin
[[ -x $bin/interlinear-cli && -f $bin/libinterlinear_training.so ]] || stop "There is no trainer in $bin; packaging/test.sh builds it."

mkdir -p "$out/bin" "$out/lib" "$out/recipes" "$out/corpus"
cp "$bin/interlinear-cli" "$bin/libinterlinear_training.so" "$out/bin/"
[[ ! -f $bin/libinterlinear_training_cuda.so ]] || cp "$bin/libinterlinear_training_cuda.so" "$out/bin/"   # where nvcc was
strip --strip-unneeded "$out/bin/"*

# Everything that they load but LibTorch, what LibTorch brings, and the C library.
for program in "$out/bin/"*; do ldd "$program"; done | awk '$2 == "=>" && $3 ~ /^\// {print $3}' | sort -u |
  grep -vE '/((libtorch|libc10|libgomp|libcudart|libcupti|ld-linux)[^/]*|(libc|libm|libmvec|libdl|librt|libpthread|libutil)\.so[^/]*)$' |
  while read -r library; do cp -L "$library" "$out/lib/"; done

# Packed, they leave more room for the texts; the first start unpacks them.
tar -C "$out" -cf "$out/programs.tar.xz" --use-compress-program="xz -6 -T0" bin lib
rm -r "$out/bin" "$out/lib"

# The recipe and those it extends, and the corpus files that any of them names.
wanted=$(readlink -f "$recipe")
while [[ -n $wanted ]]; do
  cp "$wanted" "$out/recipes/"
  initial=$(sed -nE 's/.*"initial_model": *"([^"]+)".*/\1/p' "$wanted" | head -n 1)
  if [[ -n $initial ]]; then   # the model that it goes on from, at the same place seen from the recipe
    target=$(realpath -m "$out/recipes/$initial")
    mkdir -p "$(dirname "$target")"
    cp -r "$(dirname "$wanted")/$initial" "$target"
  fi
  parent=$(sed -nE 's/.*"extends": *"([^"]+)".*/\1/p' "$wanted" | head -n 1)
  wanted=${parent:+$(dirname "$wanted")/$parent}
done
mapfile -t files < <(grep -ohE '"file": *"[^"]+"' "$out/recipes/"*.json | sed -E 's/.*"([^"]+)"$/\1/' | sort -u)
[[ -z $spec ]] || mapfile -t files < <(printf '%s\n' "${files[@]}" | grep '^dev/')   # shards replace the rest
for file in "${files[@]}"; do
  [[ -f $corpus/$file ]] || stop "The recipe names '$file', which is not in $corpus."
  mkdir -p "$out/corpus/$(dirname "$file")"
  cp "$corpus/$file" "$out/corpus/$file"
done

bytesIn() { du -sb "$1" | cut -f1; }

# Shards of about so many tokens, or of all, in shards.tar.xz; prints the tokens.
packShards() {  # [TOKENS]
  rm -rf "$out/shards" "$out/shards.tar.xz"
  quietly "Making the shards${1:+ of about $1 tokens}" "$bin/interlinear-cli" corpus build "$spec" --corpus "$corpus" --out "$out/shards" ${1:+--tokens "$1"}
  quietly "Packing the shards" tar -C "$out" -cf "$out/shards.tar.xz" --use-compress-program='xz -6 -T0' shards
  rm -r "$out/shards"
  awk '$1 == "all" && NF == 4 {gsub(",", "", $3); print $3}' "$root/build/log/making-the-shards${1:+-of-about-$1-tokens}.txt"
}

if [[ -n $spec ]]; then
  corpus=$(readlink -f "$corpus")
  tokens=$(packShards) asked=$tokens
  while [[ -n $mib ]] && (($(bytesIn "$out") > mib << 20)); do
    shards=$(stat -c %s "$out/shards.tar.xz") room=$(((mib << 20) - $(bytesIn "$out") + $(stat -c %s "$out/shards.tar.xz")))
    ((room > 0)) || stop "The trainer alone takes more than $mib MiB."
    asked=$((asked * room / shards * 98 / 100))
    tokens=$(packShards "$asked")
  done
  say "$tokens tokens."
elif [[ -n $mib ]]; then
  taken=$(du -sb "$out" | cut -f1) texts=$(du -sb "$out/corpus" | cut -f1) limit=$((mib << 20))
  if ((taken > limit)); then
    ((taken - texts < limit)) || stop "The trainer alone takes $(((taken - texts) >> 20)) MiB; --mib is $mib."
    share=$((100 * (limit - taken + texts) / texts - 1))
    say "Keeping $share % of each training file."
    for file in "${files[@]}"; do
      [[ $file != dev/* ]] || continue
      rows=$(xzcat "$out/corpus/$file" | wc -l)
      xzcat "$out/corpus/$file" | { head -n $((rows * share / 100 + 1)); cat >/dev/null; } | xz -6 >"$out/cut.xz"
      mv "$out/cut.xz" "$out/corpus/$file"
    done
  fi
fi

cat >"$out/train" <<'TRAIN'
#!/usr/bin/env bash
# train OUT [options of interlinear-cli train]: runs the recipe of this folder. TORCH_ROOT names LibTorch, else that of python3 is taken.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ ! -f $here/shards.tar.xz || -d $here/shards ]] || tar -C "$here" -xJf "$here/shards.tar.xz"
shards=()
[[ ! -d $here/shards ]] || shards=(--shards "$here/shards")
[[ -d $here/lib ]] || tar -C "$here" -xJf "$here/programs.tar.xz"
torch=${TORCH_ROOT:-$(python3 -c 'import os, importlib.util as u; print(os.path.dirname(u.find_spec("torch").origin))')}
export LD_LIBRARY_PATH=$torch/lib:$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$here/bin/interlinear-cli" train "$here/recipes/RECIPE" --corpus "$here/corpus" "${shards[@]}" --out "$@"
TRAIN
sed -i "s|RECIPE|$(basename "$recipe")|" "$out/train"
chmod +x "$out/train"
du -sh --apparent-size "$out" | cut -f1
