"""The network of a cascade in PyTorch eager, with our weights, and how they are read."""

import json

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
