"""The encoder an index carries in its own folder: texts to unit vectors, without torch.

`encoder.json` says which of two backends the folder holds: `onnx` (model.onnx and tokenizer.json,
run by onnxruntime) or, for a model that could not be exported, `sentence-transformers` (its own
files under model/). `index.export` writes such a folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

ONNX_INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
"""What an exported model may ask for, and the name tokenizers has for it."""

EncodeOne = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True)
class EncoderCard:
    """`encoder.json`: how to read the folder; an exported model puts a prompt before each text."""

    backend: Literal["onnx", "sentence-transformers"]
    dimension: int
    question_prompt: str
    passage_prompt: str

    @classmethod
    def read(cls, folder: Path) -> EncoderCard:
        """Read the card of an encoder folder."""
        return cls(**json.loads((folder / "encoder.json").read_text(encoding="utf-8")))

    def write(self, folder: Path) -> None:
        """Write the card into an encoder folder."""
        text = json.dumps(asdict(self), indent=2, sort_keys=True, ensure_ascii=False)
        (folder / "encoder.json").write_text(text + "\n", encoding="utf-8")


class Encoder:
    """Texts to vectors of length one; may be shared by threads.

    A vector depends on its text alone, bit for bit: each text is run by itself, without padding.
    That is also the fastest way on a CPU (22 passages/s on a busy core; 17 in sorted batches).
    """

    def __init__(self, folder: Path) -> None:
        """Load the encoder in `folder`; raises OSError, ValueError or the backend's own error."""
        self.card = EncoderCard.read(folder)
        load = _load_onnx if self.card.backend == "onnx" else _load_sentence_transformers
        self._encode_question, self._encode_passage = load(folder, self.card)
        # onnxruntime lets go of Python's lock: texts run side by side. Torch has its own threads.
        self._workers = (os.cpu_count() or 1) if self.card.backend == "onnx" else 1

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self.card.dimension

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions, of shape (len(texts), dimension)."""
        return self._stack(map(self._encode_question, texts))

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages, of shape (len(texts), dimension)."""
        if self._workers == 1 or len(texts) == 1:
            return self._stack(map(self._encode_passage, texts))
        with ThreadPoolExecutor(self._workers) as pool:
            return self._stack(pool.map(self._encode_passage, texts))

    def _stack(self, vectors: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        return np.array(list(vectors), dtype=np.float32).reshape(-1, self.dimension)


def _load_onnx(folder: Path, card: EncoderCard) -> tuple[EncodeOne, EncodeOne]:
    options = onnxruntime.SessionOptions()
    # A short text gains nothing from several threads, and theirs would fight with the caller's.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    inputs = {tensor.name: ONNX_INPUTS[tensor.name] for tensor in session.get_inputs()}

    def encode(text: str) -> NDArray[np.float32]:
        encoding = tokenizer.encode(text)
        feed = {name: np.array([getattr(encoding, key)], np.int64) for name, key in inputs.items()}
        vector: NDArray[np.float32] = session.run(None, feed)[0][0]
        return vector

    return (
        lambda text: encode(card.question_prompt + text),
        lambda text: encode(card.passage_prompt + text),
    )


def _load_sentence_transformers(folder: Path, _: EncoderCard) -> tuple[EncodeOne, EncodeOne]:
    # Imported here: it brings torch, which the service otherwise does without.
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder / "model"), device="cpu")
    return (
        lambda text: model.encode_query([text], normalize_embeddings=True)[0],
        lambda text: model.encode_document([text], normalize_embeddings=True)[0],
    )
