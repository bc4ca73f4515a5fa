"""Steps in PyTorch eager beside which benchmarks put ours, with the same network, weights and numbers: `bench -- sample` one of the sampler,
`bench -- train-step` one of training.

Reads one line of JSON for each level or training (its sizes, and a safetensors file), then a step for each further line `run`.
Prints a line of JSON for each: what PyTorch says of itself and how far it is from our result, then seconds.
"""

import json
import sys
import time

import torch

from sampling import Level
from training import Training


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
