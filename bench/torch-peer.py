"""Steps in PyTorch eager beside which benchmarks put ours, with the same network, weights and numbers: `bench -- sample` one of the sampler,
`bench -- train-step` one of training.

Reads one line of JSON for each level or training (its sizes, and a safetensors file), then a step for each further line `run`.
Prints a line of JSON for each: what PyTorch says of itself and how far it is from our result, then seconds.
"""

import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F


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


def resample(x, axes):
    """[N, F, H, W, C], and one matrix [N, out, in] for each axis → [N, f, h, w, C]"""
    f, h, w = axes
    count, frames, rows, columns, channels = x.shape
    x = (f @ x.flatten(2)).view(count, f.shape[1], rows, columns * channels)
    x = (h[:, None] @ x).view(count, f.shape[1], h.shape[1], columns, channels)
    return w[:, None, None] @ x


class Network:
    def __init__(self, spec, weights):
        self.spec = spec
        # F.linear takes [out, in]
        self.w = {name: w.t().contiguous() if is_kernel(name) else w for name, w in weights.items()}
        (tf_, th, tw), (f, h, w) = spec["token"], spec["patch"]
        self.grid = (f // tf_, h // th, w // tw)

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

    def rows(self, patches):
        """[N, f, h, w, C] → [N, n, pixels of a token]"""
        (tf_, th, tw), (a, b, c), count = self.spec["token"], self.grid, patches.shape[0]
        cut = patches.reshape(count, a, tf_, b, th, c, tw, -1)
        return cut.permute(0, 1, 3, 5, 2, 4, 6, 7).reshape(count, a * b * c, -1)

    def tokenize(self, patches, seen):
        """[N, f, h, w, C] → [N, n, d]; `seen` is what the previous level's pixels add, [N, n, d] or None"""
        x = self.norm("tokenizer.norm", self.dense("tokenizer", self.rows(patches))) + self.w["positions"]
        return x if seen is None else x + seen

    def detokenize(self, x):
        (tf_, th, tw), grid, count = self.spec["token"], self.grid, x.shape[0]
        out = self.dense("detokenizer", self.norm("detokenizer.norm", x))
        out = out.reshape(count, *grid, tf_, th, tw, -1)
        return out.permute(0, 1, 4, 2, 5, 3, 6, 7).reshape(count, *self.spec["patch"], -1)

    def block(self, name, x, z):
        taps = self.w.get(name + ".neighbours")
        if taps is not None:
            volume = x.transpose(1, 2).unflatten(2, self.grid)
            kernel = taps.t().reshape(-1, 1, 3, 3, 3)
            x = x + F.conv3d(volume, kernel, padding=1, groups=x.shape[2]).flatten(2).transpose(1, 2)
        z = self.mlp_residual(name + ".read.mlp", self.cross(name + ".read", z, x))
        for layer in range(self.spec["layers"]):
            z = self.self_attention(f"{name}.self.{layer}", z)
            z = self.mlp_residual(f"{name}.self.{layer}.mlp", z)
        return self.mlp_residual(name + ".write.mlp", self.cross(name + ".write", x, z)), z

    def __call__(self, patches, c_noise, context, seen):
        """[N, f, h, w, C] → F of the same shape; context per block, [N, n, d] or nothing"""
        x = self.tokenize(patches, seen)
        z = self.start(torch.tensor([c_noise]), self.spec["level"]).expand(len(x), -1, -1)
        for block in self.spec["blocks"]:
            name = f"blocks.{block}"
            if block in context:
                x = F.linear(x, self.w[name + ".fusion.own.kernel"]) + context[block]
            x, z = self.block(name, x, z)
        return self.detokenize(x)

    def start(self, c_noise, level):
        """The learned latents, and the tokens of level, noise and the null class; [N] → [N, m, z]"""
        width = self.w["latents"].shape[1]
        half = width // 2
        fast, slow = 16 * np.pi, np.pi / 4
        frequencies = slow * (fast / slow) ** (torch.arange(half) / max(half - 1, 1))
        angles = c_noise[:, None] * frequencies
        noise = self.mlp("noise", torch.cat([angles.sin(), angles.cos()], -1))[:, None]
        shared = [self.w["latents"], self.w["levels"][level][None]]
        after = [self.w["classes"][-1:]] if "classes" in self.w else []
        parts = [torch.cat(shared).expand(len(noise), -1, -1), noise]
        return torch.cat(parts + [rows.expand(len(noise), -1, -1) for rows in after], 1)


def is_kernel(name):
    return name.endswith(".kernel")


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
        self.seen = tensors.pop("seen", None)
        self.network = Network(spec, tensors)

    def difference(self):
        return (self.step() - self.expected).abs().max().item()

    @torch.no_grad()
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
            seen = None if self.seen is None else self.seen[start : start + spec["batch"]]
            output = self.network(own * c_in, spec["cNoise"], rows, seen)
            parts.append(own * (data**2 / total) + output * (sigma * data / total**0.5))
        value, count = torch.zeros_like(x[0]), torch.zeros_like(x[0])
        for (a, b, c), tile in zip(places, torch.cat(parts)):
            value[a : a + f, b : b + h, c : c + w] += tile * self.window
            count[a : a + f, b : b + h, c : c + w] += self.window
        estimate = (value / count).clamp(-1, 1)[None]
        return estimate + (x - estimate) * (spec["to"] / sigma)


class Training:
    """Steps of AdamW on one batch of nested patches, each with the moving average after it."""

    def __init__(self, spec):
        tensors = read_safetensors(spec["file"])
        self.spec = spec
        inputs = {name: tensors.pop(name) for name in list(tensors) if name.startswith("in.")}
        self.inputs = [
            {name.split(".", 2)[2]: value for name, value in inputs.items() if name.startswith(f"in.{level}.")}
            for level in range(spec["levels"])
        ]
        self.network = Network(spec, tensors)
        for weight in self.network.w.values():
            weight.requires_grad_()
        kernels = [w for name, w in self.network.w.items() if is_kernel(name)]
        others = [w for name, w in self.network.w.items() if not is_kernel(name)]
        self.parameters = kernels + others
        self.average = [w.detach().clone() for w in self.parameters]
        groups = [{"params": kernels, "weight_decay": 0.01}, {"params": others, "weight_decay": 0}]
        self.optimiser = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99), eps=1e-8, fused=True)

    def axes(self, level, what):
        return [self.inputs[level][f"{what}.{axis}"] for axis in range(3)]

    def loss(self):
        """Mean squared error to the target, averaged over the levels, which go through a block together"""
        network, w = self.network, self.network.w
        x, z = [], []
        for level, own in enumerate(self.inputs):
            seen = None
            if level > 0 and "tokenizer.coarser.kernel" in w:
                coarser = resample(self.inputs[level - 1]["patches"], self.axes(level, "pixels"))
                seen = F.linear(network.rows(coarser), w["tokenizer.coarser.kernel"])
            x.append(network.tokenize(own["patches"], seen))
            z.append(network.start(own["noise"], level))
        for block, active in enumerate(self.spec["levelsPerBlock"]):
            name = f"blocks.{block}"
            fused = [x[0]] + [self.fuse(name, x, level) for level in range(1, active)]
            ours, latents = network.block(name, torch.cat(fused), torch.cat(z[:active]))
            x[:active], z[:active] = ours.chunk(active), latents.chunk(active)
        outputs = [network.detokenize(tokens) for tokens in x]
        errors = [F.mse_loss(out, own["target"]) for out, own in zip(outputs, self.inputs)]
        return torch.stack(errors).mean()

    def fuse(self, name, x, level):
        """The tokens of a level with those of all coarser ones"""
        w, grid = self.network.w, self.network.grid
        sampled = [resample(x[k].unflatten(1, grid), self.axes(level, f"context.{k}")) for k in range(level)]
        context = torch.stack(sampled).mean(0).flatten(1, 3)
        said = F.linear(context, w[name + ".fusion.context.kernel"], w[name + ".fusion.bias"])
        place = F.linear(self.inputs[level]["places"], w[name + ".fusion.coordinates.kernel"])
        return F.linear(x[level], w[name + ".fusion.own.kernel"]) + said + place[:, None]

    def difference(self):
        """How far the loss and the norm of its gradient are from ours, as a share"""
        loss = self.loss()
        gradients = torch.autograd.grad(loss, self.parameters, allow_unused=True)
        norm = torch.stack([g.norm() for g in gradients if g is not None]).norm()
        return max(abs(loss.item() / self.spec["loss"] - 1), abs(norm.item() / self.spec["norm"] - 1))

    def step(self):
        self.optimiser.zero_grad(set_to_none=True)
        self.loss().backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(self.average, [w.detach() for w in self.parameters], 0.01)


@torch.no_grad()
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


peer = None
for line in sys.stdin:
    if line.strip() == "run":
        began = time.perf_counter()
        peer.step()
        say({"seconds": time.perf_counter() - began, "rate": matmul_rate()})
    else:
        described = json.loads(line)
        torch.set_num_threads(described["threads"])
        peer = (Training if "loss" in described else Level)(described)
        say({"version": torch.__version__, "difference": peer.difference()})
