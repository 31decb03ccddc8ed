"""Teaches the glance of the network: `python scripts/teach_glance.py FOLDER`.

FOLDER holds a network (`scripts/teach_network.py`); its glance is written into it. Needs what
that script needs, and takes 25 minutes on two cores. The glance that is shipped was taught in the
same way by `scripts/distil_network.py`, of whose two teachers it learned.

How: the network is the teacher (distillation, Hinton et al. 2015). Its pupil, a convolution over
small vectors (`chatbot/network/glance.py`), sees the lines of the pack, misspelt and joined as the
network saw them, danger or not, and many texts made from them with the teacher's opinion of each:
words left out or put in the place of others that are near them, lines cut and joined. So it learns
from far more texts than anybody wrote. The vectors to begin with are the teacher's, brought to
fewer numbers.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from teach_network import (
    PIECES,
    ROOT,
    Line,
    Model,
    batches,
    eighth,
    in_batches,
    lines_of,
    noisy,
    restored,
)
from torch import nn

from chatbot.network.glance import WIDTHS
from chatbot.network.pieces import Pieces

NUMBERS, FILTERS, EPOCHS, STEP, BATCH, TEXTS = 64, (192, 96), 8, 2e-3, 128, 160_000
DROPPED: Final = 0.15
#: All plain calm lines are seen, and more of them joined than the network saw.
PLAIN, JOINED = 1.0, 0.25
#: The most that the teacher's log-odds count.
SUREST: Final = 9.0
#: What a calm line and one of danger are taught as: a little less sure than the label.
LABEL: Final = (0.002, 0.992)
_NEIGHBOURS: Final = 8
Vectors = np.ndarray[Any, Any]
#: A text, and how likely danger it is.
Told = tuple[str, float]


class Pupil(nn.Module):
    """The glance as it is taught.

    Args:
        vectors: what each piece begins with.
    """

    def __init__(self, vectors: Vectors) -> None:
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=False)
        sizes = (vectors.shape[1], *FILTERS)
        self.filters = nn.ModuleList(
            nn.Conv1d(sizes[at], sizes[at + 1], width, padding=width // 2)
            for at, width in enumerate(WIDTHS)
        )
        self.last = nn.Linear(2 * sum(FILTERS), 1)

    def forward(self, rows: Sequence[Sequence[int]]) -> Any:
        """The log-odds of danger of texts, given as numbers of pieces."""
        length = max(map(len, rows))
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (length - len(row)) for row in rows])
        numbers = torch.tensor([[*row, *[0] * (length - len(row))] for row in rows])
        mask = mask.unsqueeze(1)
        told = self.vectors(numbers).transpose(1, 2)
        found = []
        for filters in self.filters:
            told = nn.functional.dropout(told, DROPPED, self.training) * mask
            told = torch.relu(filters(told)) * mask
            found += [told.amax(2), told.sum(2) / mask.sum(2)]
        return self.last(nn.functional.dropout(torch.cat(found, -1), DROPPED, self.training))[:, 0]


def smaller(vectors: Vectors) -> Vectors:
    """Vectors brought to fewer numbers, those along which they differ most."""
    centred = vectors - vectors.mean(axis=0)
    some = np.random.default_rng(0).permutation(len(centred))[:6_000]
    _, _, directions = np.linalg.svd(centred[some], full_matrices=False)
    found = centred @ directions[:NUMBERS].T
    return np.asarray(found / (2 * found.std()), np.float32)


def neighbours(names: Sequence[str], vectors: Vectors) -> dict[str, list[str]]:
    """For each piece that is a word, the words nearest to it."""
    places = [place for place, name in enumerate(names) if name.isalpha() and len(name) > 1]
    words = [names[place] for place in places]
    table = torch.nn.functional.normalize(torch.tensor(vectors[places]), dim=1)
    found: dict[str, list[str]] = {}
    for start in range(0, len(words), 1_000):
        near = (table[start : start + 1_000] @ table.T).topk(_NEIGHBOURS + 1).indices[:, 1:]
        for word, row in zip(words[start:], near.tolist(), strict=False):
            found[word] = [words[place] for place in row]
    return found


def altered(
    text: str, share: float, near: dict[str, list[str]], pool: Sequence[str], chance: random.Random
) -> str:
    """A text with a share of its words exchanged, and some left out or put in."""
    words: list[str] = []
    for word in text.split():
        drawn, plain = chance.random(), word.lower().strip(".,!?")
        if drawn < share and plain in near:
            words.append(chance.choice(near[plain]))
        elif not share <= drawn < share * 1.3:
            words.append(word)
        if share * 1.3 <= drawn < share * 1.4:
            words.append(chance.choice(chance.choice(pool).split()))
    return " ".join(words)


def spliced(first: str, second: str, chance: random.Random) -> str:
    """The beginning of a text and the end of another."""
    start, end = first.split(), second.split()
    return " ".join(start[: chance.randint(1, len(start))] + end[chance.randrange(len(end)) :])


def made(
    danger: Sequence[Line], calm: Sequence[Line], near: dict[str, list[str]], chance: random.Random
) -> Iterator[str]:
    """Texts that nobody wrote, made from lines."""
    cries, plain = [text for _, text in danger], [text for _, text in calm]
    pool = cries + plain
    for _ in range(TEXTS):
        text, kind = chance.choice(plain if chance.random() < 0.7 else cries), chance.random()
        if kind < 0.5:
            text = altered(text, chance.choice([0.1, 0.2, 0.35]), near, pool, chance)
        elif kind < 0.8:
            other = chance.choice(plain if chance.random() < 0.6 else cries)
            text = spliced(text, other, chance)
        elif kind < 0.9:
            text = " ".join(chance.sample([text, chance.choice(plain)], 2))
        else:
            text = spliced(text, chance.choice(plain), chance)
            text = altered(text, 0.15, near, pool, chance)
        if text.strip():
            yield noisy(text, chance)


def opinions(teacher: Model, texts: Sequence[str]) -> list[float]:
    """How likely danger the teacher finds each text, 0 to 1."""
    found: list[float] = []
    teacher.eval()
    with torch.no_grad():
        for start in range(0, len(texts), BATCH):
            calm = torch.log_softmax(teacher(texts[start : start + BATCH])[1], -1)[:, -1]
            odds = torch.log1p(-calm.exp().clamp(max=1 - 1e-7)) - calm
            found += odds.clamp(-SUREST, SUREST).sigmoid().tolist()
    return found


def labelled(groups: Sequence[list[Line]], chance: random.Random) -> list[Told]:
    """Lines as they may be typed, and what their labels say."""
    danger, alike, plain = groups
    found = batches(danger, alike, plain, chance, share=PLAIN, joined_share=JOINED)
    return [(noisy(text, chance), LABEL[kind != "none"]) for batch in found for kind, text in batch]


def taught(
    teacher: Model, names: Sequence[str], epochs: int, told: Callable[[], list[Told]]
) -> Pupil:
    """A pupil that learned, epoch by epoch, what it was told; each epoch asks for that anew."""
    vectors = teacher.encoder.embeddings.word_embeddings.weight.detach().numpy()
    pupil, pieces, chance = Pupil(smaller(vectors)), Pieces(names), random.Random(3)
    steps = epochs * (len(told()) // BATCH + 2)
    optimiser = torch.optim.AdamW(pupil.parameters(), lr=STEP, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, STEP, steps, pct_start=0.1)
    for epoch in range(epochs):
        total = 0.0
        found = in_batches(told(), lambda each: len(each[0]), BATCH, chance)
        for batch in found:
            scores = pupil([pieces.numbers_of(text, PIECES) for text, _ in batch])
            wanted = torch.tensor([odds for _, odds in batch])
            loss = nn.functional.binary_cross_entropy_with_logits(scores, wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}, loss {total / len(found):.4f}", flush=True)
    return pupil


def store(pupil: Pupil, folder: Path) -> None:
    """Write the pupil as `chatbot.network` reads it."""
    values = {name: value.detach().numpy() for name, value in pupil.state_dict().items()}
    vectors, scales = eighth(values["vectors.weight"])
    numbers = [np.array(FILTERS, np.float32), scales]
    for at in range(len(FILTERS)):
        numbers += [values[f"filters.{at}.weight"].transpose(2, 1, 0), values[f"filters.{at}.bias"]]
    numbers += [values["last.weight"], values["last.bias"]]
    np.save(folder / "glance_vectors.npy", vectors)
    np.save(folder / "glance.npy", np.concatenate([each.ravel() for each in numbers]))


def main(folder: Path) -> None:
    """Teach the glance of the network in a folder."""
    torch.manual_seed(0)
    danger, alike, plain = groups = lines_of(ROOT)
    kinds = len({kind for kind, _ in danger}) + 1
    names = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")
    teacher = Model(names, list(range(len(names))), kinds)
    restored(teacher, folder)
    vectors = teacher.encoder.embeddings.word_embeddings.weight.detach().numpy()
    texts = made(danger, alike + plain, neighbours(names, vectors), random.Random(11))
    in_order = sorted(texts, key=len)
    told = list(zip(in_order, opinions(teacher, in_order), strict=True))
    chance = random.Random(3)
    store(taught(teacher, names, EPOCHS, lambda: labelled(groups, chance) + told), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
