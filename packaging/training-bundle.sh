#!/usr/bin/env bash
# A folder that trains elsewhere: packaging/training-bundle.sh OUT [--recipe FILE] [--corpus FOLDER] [--mib N]
#
# Holds the trainer, the shared libraries that it needs besides LibTorch and the C library, a recipe, and the corpus files that the recipe names. With
# --mib the corpus is cut, every file by the same share, until it fits; its rows are shuffled, so that the beginning of a file is a sample of it. OUT/train runs on
# any x86-64 Linux with glibc 2.36 or newer and LibTorch 2.11, without network: it looks for LibTorch in TORCH_ROOT and beside a Python that has torch.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() { stop "Usage: packaging/training-bundle.sh OUT [--recipe FILE] [--corpus FOLDER] [--mib N]"; }

out='' recipe=$root/resources/recipes/bundled.json corpus=$root/../shared/corpus mib=''
while (($#)); do
  case $1 in
    --recipe) recipe=${2:?}; shift 2 ;;
    --corpus) corpus=${2:?}; shift 2 ;;
    --mib) mib=${2:?}; shift 2 ;;
    -*) usage ;;
    *) [[ -z $out ]] || usage; out=$1; shift ;;
  esac
done
[[ -n $out ]] || usage
[[ ! -e $out ]] || stop "'$out' is there already; name a folder that is not."
[[ -f $recipe ]] || stop "'$recipe' is no recipe."
[[ -z $mib || $mib =~ ^[1-9][0-9]*$ ]] || stop "--mib is '$mib'; expected a whole number of MiB."
bin=$root/build/dev/bin
[[ -x $bin/interlinear-cli && -f $bin/libinterlinear_training.so ]] || stop "There is no trainer in $bin; packaging/test.sh builds it."

mkdir -p "$out/bin" "$out/lib" "$out/recipes" "$out/corpus"
cp "$bin/interlinear-cli" "$bin/libinterlinear_training.so" "$out/bin/"
strip --strip-unneeded "$out/bin/"*

# Everything that the two load but LibTorch, what LibTorch brings, and the C library.
{ ldd "$bin/interlinear-cli"; ldd "$bin/libinterlinear_training.so"; } | awk '$2 == "=>" && $3 ~ /^\// {print $3}' | sort -u |
  grep -vE '/((libtorch|libc10|libgomp|libcudart|libcupti|ld-linux)[^/]*|(libc|libm|libmvec|libdl|librt|libpthread|libutil)\.so[^/]*)$' |
  while read -r library; do cp -L "$library" "$out/lib/"; done

# Packed, they leave more room for the texts; the first start unpacks them.
tar -C "$out" -czf "$out/programs.tar.gz" bin lib
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
for file in "${files[@]}"; do
  [[ -f $corpus/$file ]] || stop "The recipe names '$file', which is not in $corpus."
  mkdir -p "$out/corpus/$(dirname "$file")"
  cp "$corpus/$file" "$out/corpus/$file"
done

if [[ -n $mib ]]; then
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
[[ -d $here/lib ]] || tar -C "$here" -xzf "$here/programs.tar.gz"
torch=${TORCH_ROOT:-$(python3 -c 'import os, importlib.util as u; print(os.path.dirname(u.find_spec("torch").origin))')}
export LD_LIBRARY_PATH=$torch/lib:$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$here/bin/interlinear-cli" train "$here/recipes/RECIPE" --corpus "$here/corpus" --out "$@"
TRAIN
sed -i "s|RECIPE|$(basename "$recipe")|" "$out/train"
chmod +x "$out/train"
du -sh --apparent-size "$out" | cut -f1
