"""The encoder of an index: chosen, checked, exported, and the same as the model it came from."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.embedding import Encoder
from index.export import (
    DEFAULT_MODEL,
    PUBLISHED_SHA256,
    TOLERANCE,
    ModelError,
    check_published,
    export_encoder,
    find_model,
)
from index.search import Searcher
from tests.models import PROMPTS, make_bert, make_static

TEXTS = [
    "When did the city join?",
    "x",
    "",
    "Amélie Rousseau signed a charter in 2022 for 120 hours of lessons. " * 20,
    "세종 and 🔥",
]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bert(tmp_path_factory.mktemp("bert"))


@pytest.fixture(scope="module")
def exported(bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    export_encoder(find_model(str(bert)), folder)
    return folder


def assert_encodes_as(encoder: Encoder, model: SentenceTransformer) -> None:
    questions = model.encode_query(TEXTS, normalize_embeddings=True)
    passages = model.encode_document(TEXTS, normalize_embeddings=True)
    assert np.abs(questions - passages).max() > TOLERANCE, "the prompts make a difference"
    np.testing.assert_allclose(encoder.encode_questions(TEXTS), questions, atol=TOLERANCE)
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), passages, atol=TOLERANCE)


def test_an_export_encodes_as_the_model_does(bert: Path, exported: Path) -> None:
    encoder = Encoder(exported)
    assert (encoder.card.backend, encoder.dimension) == ("onnx", 16)
    assert (encoder.card.question_prompt, encoder.card.passage_prompt) == tuple(PROMPTS.values())
    assert_encodes_as(encoder, SentenceTransformer(str(bert), device="cpu"))


def test_the_default_model_is_served_without_loss(searcher: Searcher) -> None:
    encoder = searcher.encoder
    model = SentenceTransformer(str(find_model(None).folder), device="cpu")
    expected = model.encode(TEXTS, normalize_embeddings=True)
    assert (encoder.card.backend, encoder.dimension) == ("onnx", 384)
    np.testing.assert_allclose(encoder.encode_questions(TEXTS), expected, atol=TOLERANCE)
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), expected, atol=TOLERANCE)


def test_a_vector_depends_on_its_text_alone(searcher: Searcher) -> None:
    encoder = searcher.encoder
    together = encoder.encode_passages(TEXTS * 3)
    apart = np.concatenate([encoder.encode_passages([text]) for text in TEXTS * 3])
    assert together.tobytes() == apart.tobytes()
    backwards = encoder.encode_passages(TEXTS[::-1])[::-1]
    assert together[: len(TEXTS)].tobytes() == np.ascontiguousarray(backwards).tobytes()
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_no_text_gives_no_vector(exported: Path) -> None:
    encoder = Encoder(exported)
    assert encoder.encode_passages([]).shape == encoder.encode_questions([]).shape == (0, 16)


def test_an_export_is_the_same_every_time(bert: Path, exported: Path, tmp_path: Path) -> None:
    export_encoder(find_model(str(bert)), tmp_path)
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert again == {path.name: path.read_bytes() for path in exported.iterdir()}


def test_a_model_with_other_input_is_served_by_sentence_transformers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    original = make_static(tmp_path)
    (tmp_path / "encoder").mkdir()
    with caplog.at_level(logging.WARNING):
        card = export_encoder(find_model(str(original)), tmp_path / "encoder")
    assert (card.backend, card.dimension) == ("sentence-transformers", 8)
    assert "offsets" in caplog.text
    expected = SentenceTransformer(str(original), device="cpu").encode(
        TEXTS, normalize_embeddings=True
    )
    shutil.rmtree(original)  # the index carries the model: it is not needed any more
    encoder = Encoder(tmp_path / "encoder")
    np.testing.assert_allclose(encoder.encode_questions(TEXTS), expected, atol=1e-6)
    together = encoder.encode_passages(TEXTS)
    apart = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    assert together.tobytes() == apart.tobytes()


def test_an_export_that_says_something_else_is_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    original = make_bert(tmp_path, pool_prompt=False)
    (tmp_path / "encoder").mkdir()
    with caplog.at_level(logging.WARNING):
        card = export_encoder(find_model(str(original)), tmp_path / "encoder")
    assert card.backend == "sentence-transformers"
    assert "differs by" in caplog.text
    assert not (tmp_path / "encoder" / "model.onnx").exists()
    assert_encodes_as(
        Encoder(tmp_path / "encoder"), SentenceTransformer(str(original), device="cpu")
    )


def test_the_default_model_is_the_bundled_one_as_published() -> None:
    model = find_model(None)
    assert model.name == DEFAULT_MODEL
    assert find_model(DEFAULT_MODEL) == model
    check_published(model.folder / "model.safetensors")


def test_other_weights_than_the_published_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"other")
    with pytest.raises(ModelError, match=PUBLISHED_SHA256) as refused:
        check_published(weights)
    assert "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa" in str(refused.value)
    assert "pip install" in str(refused.value)
    with pytest.raises(ModelError, match="no such file"):
        check_published(tmp_path / "missing")


def test_a_models_hash_is_that_of_its_files(bert: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(bert, tmp_path / "copy")
    sha256 = find_model(str(bert)).sha256
    (copy / "README.md").write_text("About this model", encoding="utf-8")
    assert find_model(str(copy)).sha256 == sha256
    config = copy / "config_sentence_transformers.json"
    config.write_text(config.read_text().replace("query: ", "question: "))
    assert find_model(str(copy)).sha256 != sha256


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"neither modules\.json nor config\.json"):
        find_model(str(tmp_path))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"no folder {tmp_path}/gone.*CITE_EMBEDDING_MODEL"):
        find_model(str(tmp_path / "gone"))


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "encoder").mkdir()
    with pytest.raises(ModelError, match="cannot load"):
        export_encoder(find_model(str(tmp_path)), tmp_path / "encoder")


def test_a_hub_model_offline_is_refused_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match=r"nobody/no-such-model.*for the bundled model"):
        find_model("nobody/no-such-model")
