"""A step of training on a batch of nested patches."""

import torch
import torch.nn.functional as F

from network import Network, is_kernel, read_safetensors


def resample(x, axes):
    """[N, F, H, W, C], and one matrix [N, out, in] for each axis → [N, f, h, w, C]"""
    f, h, w = axes
    count, frames, rows, columns, channels = x.shape
    x = (f @ x.flatten(2)).view(count, f.shape[1], rows, columns * channels)
    x = (h[:, None] @ x).view(count, f.shape[1], h.shape[1], columns, channels)
    return w[:, None, None] @ x


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
