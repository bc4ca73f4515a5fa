"""A step of the sampler in PyTorch eager, beside which `bench -- sample` puts ours: the same network, weights and numbers.

Reads one line of JSON for each level (its sizes, and a safetensors file), then a step for each further line `run`.
Prints a line of JSON for each: what PyTorch says of itself and the largest difference to our canvas, then seconds.
"""

import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

torch.set_grad_enabled(False)


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = np.frombuffer(file.read(), dtype=np.uint8)
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        tensors[name] = torch.from_numpy(data[start:end].view(np.float32).reshape(entry["shape"]).copy())
    return tensors


def attention(q, k, v, heads):
    """[N, m, a], [N, n, a], [N, n, a] → [N, m, a]"""
    q, k, v = (x.unflatten(-1, (heads, -1)).transpose(1, 2) for x in (q, k, v))
    if hasattr(F, "scaled_dot_product_attention"):
        out = F.scaled_dot_product_attention(q, k, v)
    else:
        out = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, -1) @ v
    return out.transpose(1, 2).flatten(2)


class Network:
    def __init__(self, spec, weights):
        self.spec = spec
        # F.linear takes [out, in]
        self.w = {name: w.t().contiguous() if name.endswith(".kernel") else w for name, w in weights.items()}

    def dense(self, name, x):
        return F.linear(x, self.w[name + ".kernel"], self.w[name + ".bias"])

    def norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.w[name + ".gamma"], self.w[name + ".beta"], 1e-6)

    def mlp(self, name, x):
        return self.dense(name + ".dense2", F.gelu(self.dense(name + ".dense1", x)))

    def mlp_residual(self, name, x):
        return x + self.mlp(name, self.norm(name + ".norm", x))

    def cross(self, name, x, source):
        q = self.dense(name + ".attention.query", self.norm(name + ".norm", x))
        k, v = self.dense(name + ".attention.keyValue", source).chunk(2, -1)
        return x + self.dense(name + ".attention.out", attention(q, k, v, self.spec["heads"]))

    def self_attention(self, name, x):
        q, k, v = self.dense(name + ".attention.queryKeyValue", self.norm(name + ".norm", x)).chunk(3, -1)
        return x + self.dense(name + ".attention.out", attention(q, k, v, self.spec["heads"]))

    def __call__(self, patches, c_noise, context):
        """[N, f, h, w, C] → F of the same shape; context per block, [N, n, d] or nothing"""
        spec, count = self.spec, patches.shape[0]
        (tf_, th, tw), (f, h, w), channels = spec["token"], spec["patch"], patches.shape[-1]
        grid = (f // tf_, h // th, w // tw)
        cut = patches.reshape(count, grid[0], tf_, grid[1], th, grid[2], tw, channels)
        rows = cut.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(count, grid[0] * grid[1] * grid[2], -1)
        x = self.norm("tokenizer.norm", self.dense("tokenizer", rows)) + self.w["positions"]
        z = self.start(c_noise, count)
        for block in spec["blocks"]:
            name = f"blocks.{block}"
            if block in context:
                x = F.linear(x, self.w[name + ".fusion.own.kernel"]) + context[block]
            z = self.mlp_residual(name + ".read.mlp", self.cross(name + ".read", z, x))
            for layer in range(spec["layers"]):
                z = self.self_attention(f"{name}.self.{layer}", z)
                z = self.mlp_residual(f"{name}.self.{layer}.mlp", z)
            x = self.mlp_residual(name + ".write.mlp", self.cross(name + ".write", x, z))
        out = self.dense("detokenizer", self.norm("detokenizer.norm", x))
        out = out.reshape(count, *grid, tf_, th, tw, channels)
        return out.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(count, f, h, w, channels)

    def start(self, c_noise, count):
        """The learned latents, and the tokens of level, noise and the null class, [N, m, z]"""
        width = self.w["latents"].shape[1]
        half = width // 2
        fast, slow = 16 * np.pi, np.pi / 4
        frequencies = slow * (fast / slow) ** (torch.arange(half) / max(half - 1, 1))
        angles = c_noise * frequencies
        noise = self.mlp("noise", torch.cat([angles.sin(), angles.cos()])[None])
        rows = [self.w["latents"], self.w["levels"][self.spec["level"]][None], noise]
        if "classes" in self.w:
            rows.append(self.w["classes"][-1:])
        return torch.cat(rows).expand(count, -1, -1)


WINDOWS = {
    "uniform": lambda i, n: torch.ones(n),
    "linear": lambda i, n: torch.minimum(i, n - i),
    "hann": lambda i, n: torch.sin(np.pi * i / n) ** 2,
}


def window(name, size):
    """The weight of every pixel of a tile, [f, h, w, 1]"""
    f, h, w = (WINDOWS[name](torch.arange(n) + 0.5, n) for n in size)
    return (f[:, None, None] * h[:, None] * w)[..., None]


class Level:
    def __init__(self, spec):
        tensors = read_safetensors(spec["file"])
        self.spec = spec
        self.window = window(spec["window"], spec["patch"])
        self.canvas, self.expected = tensors.pop("canvas"), tensors.pop("expected")
        names = [name for name in tensors if name.startswith("context.")]
        self.context = {int(name.split(".")[1]): tensors.pop(name) for name in names}
        self.network = Network(spec, tensors)

    def step(self):
        """Cut tiles, denoise them with their cached context, average them, and take Euler's step."""
        spec, x = self.spec, self.canvas
        (f, h, w), sigma, data = spec["patch"], spec["from"], spec["sigmaData"]
        places = [(a, b, c) for a in spec["starts"][0] for b in spec["starts"][1] for c in spec["starts"][2]]
        tiles = torch.stack([x[0, a : a + f, b : b + h, c : c + w] for a, b, c in places])
        total, c_in = sigma**2 + data**2, 1 / (sigma**2 + data**2) ** 0.5
        parts = []
        for start in range(0, len(places), spec["batch"]):
            own = tiles[start : start + spec["batch"]]
            rows = {block: all_[start : start + spec["batch"]] for block, all_ in self.context.items()}
            output = self.network(own * c_in, spec["cNoise"], rows)
            parts.append(own * (data**2 / total) + output * (sigma * data / total**0.5))
        value, count = torch.zeros_like(x[0]), torch.zeros_like(x[0])
        for (a, b, c), tile in zip(places, torch.cat(parts)):
            value[a : a + f, b : b + h, c : c + w] += tile * self.window
            count[a : a + f, b : b + h, c : c + w] += self.window
        estimate = (value / count).clamp(-1, 1)[None]
        return estimate + (x - estimate) * (spec["to"] / sigma)


def matmul_rate():
    generator = torch.Generator().manual_seed(0)
    a, b = torch.randn(2, 1024, 1024, generator=generator)
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(4):
            a @ b
        best = min(best, time.perf_counter() - started)
    return 4 * 2 * 1024**3 / best / 1e9


def say(values):
    print(json.dumps(values), flush=True)


level = None
for line in sys.stdin:
    if line.strip() == "run":
        began = time.perf_counter()
        level.step()
        say({"seconds": time.perf_counter() - began, "rate": matmul_rate()})
    else:
        described = json.loads(line)
        torch.set_num_threads(described["threads"])
        level = Level(described)
        say({"version": torch.__version__, "difference": (level.step() - level.expected).abs().max().item()})
