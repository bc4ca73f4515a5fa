"""A step of the sampler on the tiles of a level."""

import numpy as np
import torch

from network import Network, read_safetensors

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
