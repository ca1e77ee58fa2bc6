"""How fast others are on this card, in the figures of `interlinear-bench --device cuda`; one line a figure, names begin with peer.

    python card_peers.py              # what is not installed is said
    python card_peers.py --quick

PyTorch multiplies by expert with torch._grouped_mm, routes with its own operators, and decodes a model of our sizes with a batch of one, eagerly and as a CUDA graph. Its largest dense product
stands for what the card reaches at all.
"""
import argparse
import importlib.util
import statistics
from typing import Callable

from shapes import MOE_SHAPES, MoeShape


def report(name: str, value: float, unit: str) -> None:
    print(f"peer.{name:<36} {value:>18,.1f} {unit}", flush=True)


def timed(torch, work: Callable[[], object], calls: int, repetitions: int) -> float:
    """Seconds of a call: the median over repetitions of so many calls that are queued together."""
    for _ in range(3):
        work()
    seconds = []
    for _ in range(repetitions):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for _ in range(calls):
            work()
        end.record()
        end.synchronize()
        seconds.append(begin.elapsed_time(end) / 1e3 / calls)
    return statistics.median(seconds)


def graph_of(torch, work: Callable[[], object]) -> Callable[[], None]:
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            work()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        work()
    return graph.replay


class RandomModel:
    """One token of a sequence of 48 through all layers. Of two groups of experts one each works on a token; their weights are picked by number, so that no step waits for the host."""

    def __init__(self, torch, shape: MoeShape, device: str) -> None:
        self.torch, self.shape = torch, shape
        width, half = shape.heads * shape.head_size, shape.experts // 2
        kv_width = shape.kv_heads * shape.head_size

        def drawn(*size: int):
            return torch.randn(*size, device=device, dtype=torch.bfloat16) / size[-1] ** 0.5

        self.embedding = drawn(shape.vocabulary, shape.hidden)
        self.norm = torch.ones(shape.hidden, device=device, dtype=torch.bfloat16)
        self.angles = torch.rand(shape.head_size, device=device).cos().bfloat16(), torch.rand(shape.head_size, device=device).sin().bfloat16()
        self.layers = [
            {
                "qkv": drawn(width + 2 * kv_width, shape.hidden),
                "out": drawn(shape.hidden, width),
                "keys": drawn(1, shape.kv_heads, 48, shape.head_size),
                "values": drawn(1, shape.kv_heads, 48, shape.head_size),
                "router": drawn(2, half, shape.hidden),
                "gate_up": drawn(2 * half, 2 * shape.expert_size, shape.hidden),
                "down": drawn(2 * half, shape.hidden, shape.expert_size),
            }
            for _ in range(shape.layers)
        ]
        self.first_of_group = torch.tensor([0, half], device=device)
        self.token = torch.zeros(1, dtype=torch.long, device=device)

    def step(self) -> None:
        torch, shape, functional = self.torch, self.shape, self.torch.nn.functional
        x = self.embedding[self.token]
        for layer in self.layers:
            h = functional.rms_norm(x, (shape.hidden,), self.norm)
            q, k, v = (h @ layer["qkv"].T).split([shape.heads * shape.head_size, shape.kv_heads * shape.head_size, shape.kv_heads * shape.head_size], dim=-1)
            layer["keys"][:, :, -1] = self.turned(k.view(1, shape.kv_heads, shape.head_size))
            layer["values"][:, :, -1] = v.view(1, shape.kv_heads, shape.head_size)
            query = self.turned(q.view(1, shape.heads, shape.head_size)).unsqueeze(2)
            mixed = functional.scaled_dot_product_attention(query, layer["keys"], layer["values"], enable_gqa=True)
            x = x + mixed.reshape(1, -1) @ layer["out"].T
            h = functional.rms_norm(x, (shape.hidden,), self.norm)
            weight, expert = (layer["router"] @ h[0]).softmax(-1).max(-1)
            chosen = expert + self.first_of_group
            gate, up = (layer["gate_up"][chosen] @ h[0]).chunk(2, dim=-1)
            outputs = layer["down"][chosen] @ (functional.silu(gate) * up).unsqueeze(-1)
            x = x + (outputs.squeeze(-1) * weight.unsqueeze(-1)).sum(0, keepdim=True)
        self.token.copy_((functional.rms_norm(x, (shape.hidden,), self.norm) @ self.embedding.T).argmax(-1))

    def turned(self, heads):
        first, second = heads.chunk(2, dim=-1)
        cosines, sines = self.angles
        return heads * cosines + self.torch.cat((-second, first), dim=-1) * sines


def grouped_products(torch, repetitions: int) -> None:
    experts, width, inner = 8, 1024, 1024
    for rows in (128, 512):
        x = torch.randn(experts * rows, width, device="cuda", dtype=torch.bfloat16)
        weights = torch.randn(experts, 2 * inner, width, device="cuda", dtype=torch.bfloat16).transpose(-2, -1)
        ends = torch.arange(rows, experts * rows + 1, rows, device="cuda", dtype=torch.int32)

        def with_gate():
            gate, up = torch._grouped_mm(x, weights, offs=ends).chunk(2, dim=-1)
            return torch.nn.functional.silu(gate) * up

        operations = 2.0 * experts * rows * width * 2 * inner
        report(f"torch.grouped_mm.{rows}rows", operations / timed(torch, lambda: torch._grouped_mm(x, weights, offs=ends), 50, repetitions), "op/s")
        report(f"torch.grouped_mm_and_gate.{rows}rows", operations / timed(torch, with_gate, 50, repetitions), "op/s")


def router(torch, repetitions: int) -> None:
    x = torch.randn(64, 512, device="cuda")
    weights = torch.randn(16, 512, device="cuda")

    def route():
        probabilities = (x @ weights.T).view(64, 2, 8).softmax(-1)
        weight, expert = probabilities.max(-1)
        flat = (expert + torch.arange(2, device="cuda") * 8).flatten()
        order = flat.argsort(stable=True)
        counts = torch.zeros(16, dtype=torch.int32, device="cuda").scatter_add_(0, flat, torch.ones_like(flat, dtype=torch.int32))
        return weight, order, counts.cumsum(0)

    report("torch.router.64rows.eager", 1e6 * timed(torch, route, 100, repetitions), "us")
    report("torch.router.64rows.graph", 1e6 * timed(torch, graph_of(torch, route), 100, repetitions), "us")


def steps(torch, name: str, repetitions: int) -> None:
    model = RandomModel(torch, MOE_SHAPES[name], "cuda")
    report(f"torch.bf16.batch1.{name}.eager", 1e6 * timed(torch, model.step, 20, repetitions), "us")
    report(f"torch.bf16.batch1.{name}.graph", 1e6 * timed(torch, graph_of(torch, model.step), 20, repetitions), "us")


def measure_torch(repetitions: int) -> None:
    import torch

    if not torch.cuda.is_available():
        print("peer.torch: sees no card")
        return
    print(f"peer.torch: {torch.__version__}")
    a, b = (torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16) for _ in range(2))
    report("torch.dense_product", 2.0 * 8192**3 / timed(torch, lambda: a @ b, 5, repetitions), "op/s")
    del a, b
    parts = [("grouped_mm", grouped_products), ("router", router), ("70m", lambda *given: steps(given[0], "70m", given[1])), ("1b", lambda *given: steps(given[0], "1b", given[1]))]
    for name, part in parts:
        try:
            with torch.inference_mode():
                part(torch, repetitions)
        except Exception as error:  # another version's; the others still count
            print(f"peer.torch.{name}: {error}".splitlines()[0], flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast others are on this card.")
    parser.add_argument("--quick", action="store_true", help="three repetitions instead of seven")
    repetitions = 3 if parser.parse_args().quick else 7
    for name in ("ctranslate2", "vllm"):
        print(f"peer.{name}: " + ("is not installed" if importlib.util.find_spec(name) is None else "is installed, but there is no model for it here"))
    if importlib.util.find_spec("torch") is None:
        print("peer.torch: is not installed")
    else:
        measure_torch(repetitions)


if __name__ == "__main__":
    main()
