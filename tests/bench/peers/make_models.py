"""Writes the models of random weights that peers are measured with, each once: speed does not ask what the weights say.

    python make_models.py ~/.cache/interlinear/peers/models 20m 70m transformer-base
"""
import argparse
import hashlib
import pathlib
import shutil
import sys
from collections.abc import Callable
from functools import partial

import ctranslate2
import gguf
import numpy as np

from shapes import MOE_SHAPES, TRANSFORMER_BASE, MoeShape, TransformerShape

MODELS = [*MOE_SHAPES, "transformer-base"]


def draw(random: np.random.Generator, *size: int) -> np.ndarray:
    """Such that a product with the last dimension keeps the size of its input."""
    return random.standard_normal(size, dtype=np.float32) / np.float32(np.sqrt(size[-1]))


def write_moe(name: str, shape: MoeShape, folder: pathlib.Path) -> None:
    """In the layout of Qwen3-MoE, the nearest to ours that llama.cpp has. The output projection is the embedding, as in ours."""
    writer = gguf.GGUFWriter(folder / "model.gguf", "qwen3moe", use_temp_file=True)
    writer.add_name(f"random {name}")
    writer.add_context_length(shape.positions)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.experts * shape.expert_size)
    writer.add_expert_feed_forward_length(shape.expert_size)
    writer.add_expert_count(shape.experts)
    writer.add_expert_used_count(shape.chosen_experts)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head_size)
    writer.add_value_length(shape.head_size)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10000.0)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_tokenizer_model("no_vocab")  # tokens are given as numbers
    writer.add_vocab_size(shape.vocabulary)
    add_moe_tensors(writer, shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_moe_tensors(writer: gguf.GGUFWriter, shape: MoeShape) -> None:
    random = np.random.default_rng(1)

    def add(name: str, *size: int) -> None:
        weights = gguf.quants.quantize(draw(random, *size), gguf.GGMLQuantizationType.Q8_0)
        writer.add_tensor(f"{name}.weight", weights, raw_dtype=gguf.GGMLQuantizationType.Q8_0)

    def add_norm(name: str, size: int) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(size, np.float32))

    add("token_embd", shape.vocabulary, shape.hidden)
    add_norm("output_norm", shape.hidden)
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        add_norm(f"{block}.attn_norm", shape.hidden)
        add(f"{block}.attn_q", shape.heads * shape.head_size, shape.hidden)
        add(f"{block}.attn_k", shape.kv_heads * shape.head_size, shape.hidden)
        add(f"{block}.attn_v", shape.kv_heads * shape.head_size, shape.hidden)
        add(f"{block}.attn_output", shape.hidden, shape.heads * shape.head_size)
        add_norm(f"{block}.attn_q_norm", shape.head_size)
        add_norm(f"{block}.attn_k_norm", shape.head_size)
        add_norm(f"{block}.ffn_norm", shape.hidden)
        # llama.cpp's own converter leaves routers in fp32 too.
        writer.add_tensor(f"{block}.ffn_gate_inp.weight", draw(random, shape.experts, shape.hidden))
        add(f"{block}.ffn_gate_exps", shape.experts, shape.expert_size, shape.hidden)
        add(f"{block}.ffn_up_exps", shape.experts, shape.expert_size, shape.hidden)
        add(f"{block}.ffn_down_exps", shape.experts, shape.hidden, shape.expert_size)


def write_transformer(shape: TransformerShape, folder: pathlib.Path) -> None:
    spec = ctranslate2.specs.TransformerSpec.from_config(shape.layers, shape.heads, pre_norm=True)
    random = np.random.default_rng(1)

    def fill(linear: ctranslate2.specs.common_spec.LinearSpec, outputs: int, inputs: int) -> None:
        linear.weight = draw(random, outputs, inputs)
        linear.bias = np.zeros(outputs, np.float32)

    def fill_norm(norm: ctranslate2.specs.common_spec.LayerNormSpec) -> None:
        norm.gamma, norm.beta = np.ones(shape.hidden, np.float32), np.zeros(shape.hidden, np.float32)

    def fill_attention(attention: ctranslate2.specs.attention_spec.MultiHeadAttentionSpec, *outputs: int) -> None:
        fill_norm(attention.layer_norm)
        for linear, size in zip(attention.linear, outputs, strict=True):
            fill(linear, size, shape.hidden)

    def fill_ffn(ffn: ctranslate2.specs.transformer_spec.FeedForwardSpec) -> None:
        fill_norm(ffn.layer_norm)
        fill(ffn.linear_0, shape.ffn_size, shape.hidden)
        fill(ffn.linear_1, shape.hidden, shape.ffn_size)

    d = shape.hidden
    for layer in spec.encoder.layer:
        fill_attention(layer.self_attention, 3 * d, d)
        fill_ffn(layer.ffn)
    for layer in spec.decoder.layer:
        fill_attention(layer.self_attention, 3 * d, d)
        fill_attention(layer.attention, d, 2 * d, d)
        fill_ffn(layer.ffn)
    fill_norm(spec.encoder.layer_norm)
    fill_norm(spec.decoder.layer_norm)
    spec.encoder.embeddings[0].weight = draw(random, shape.vocabulary, d)
    spec.decoder.embeddings.weight = draw(random, shape.vocabulary, d)
    fill(spec.decoder.projection, shape.vocabulary, d)

    words = ["<unk>", "<s>", "</s>"] + [f"w{i}" for i in range(3, shape.vocabulary)]
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def recipe() -> str:
    """Changes with what is written, so that models of an older recipe are made anew."""
    here = pathlib.Path(__file__).parent
    return hashlib.sha256((here / "shapes.py").read_bytes() + (here / "make_models.py").read_bytes()).hexdigest()


def make_once(folder: pathlib.Path, write: Callable[[pathlib.Path], None]) -> None:
    """What an interrupted run left is not taken for a model: the folder gets its name when it is whole."""
    complete = folder / "complete"
    if complete.is_file() and complete.read_text() == recipe():
        return
    print(f"Writing the random model {folder.name} …", file=sys.stderr, flush=True)
    unfinished = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write(unfinished)
    (unfinished / "complete").write_text(recipe())
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the models of random weights that peers are measured with.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("models", nargs="+", choices=MODELS)
    options = parser.parse_args()
    for name in options.models:
        if name == "transformer-base":
            make_once(options.folder / name, partial(write_transformer, TRANSFORMER_BASE))
        else:
            make_once(options.folder / name, partial(write_moe, name, MOE_SHAPES[name]))


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"A model could not be written: {error}. Free space there or name another folder in INTERLINEAR_CACHE.")
