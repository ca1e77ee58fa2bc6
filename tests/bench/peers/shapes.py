"""The shapes of the models that peers are measured with, and what a translated token costs."""
from typing import NamedTuple


class MoeShape(NamedTuple):
    """As in tests/bench/random_model.cpp; two groups of experts, one of each chosen, are here one group of which two are chosen."""
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    experts: int
    expert_size: int
    vocabulary: int
    head_size: int = 64
    chosen_experts: int = 2
    positions: int = 1024


class TransformerShape(NamedTuple):
    layers: int = 6  # of the encoder, and as many of the decoder
    hidden: int = 512
    heads: int = 8
    ffn_size: int = 2048
    vocabulary: int = 32000


MOE_SHAPES = {
    "20m": MoeShape(256, 6, 4, 2, 8, 384, 16000),
    "70m": MoeShape(512, 8, 8, 2, 8, 512, 32000),
    "1b": MoeShape(1024, 16, 16, 4, 16, 1024, 32000),
}
TRANSFORMER_BASE = TransformerShape()


def multiply_adds_per_target_token(shape: TransformerShape, source_length: float, target_length: int) -> float:
    """Weights that are multiplied for each token of the translation; a beam's hypotheses are not counted: they are how it is found, not what is delivered.

    Once a target token: in each decoder layer the self-attention's four projections (4 d^2), the cross-attention's query and output (2 d^2) and the FFN (2 d f);
    then the output projection (v d). Once a source token, and so source_length / target_length times a target token: in each encoder layer attention and FFN
    (4 d^2 + 2 d f), in each decoder layer the cross-attention's keys and values (2 d^2). The products of attention itself and the norms are left out, as in
    ours (tests/bench/model_cost.cpp).
    """
    square, ffn = shape.hidden * shape.hidden, 2 * shape.hidden * shape.ffn_size
    for_target = shape.layers * (6 * square + ffn) + shape.vocabulary * shape.hidden
    for_source = shape.layers * (4 * square + ffn) + shape.layers * 2 * square
    return for_target + for_source * source_length / target_length
