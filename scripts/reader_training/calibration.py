"""Fitting the probability that an answer is right to held-out questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from index.search import Searcher
from scripts.reader_training.held_out import HeldOut, answered_by
from scripts.reader_training.scoring import auroc
from scripts.reader_training.squad import Question
from service.confidence import Calibration, Evidence, Features, Logistic
from service.evaluation import bins_of, expected_calibration_error
from service.finder import PASSAGES_READ
from service.reader import Reader

_CONTENDERS = 6
"""Sentences of a question that are fitted: those with the best spans, as one of them will win."""

_LEAST = 1e-6  # of the probabilities that have a logit


@dataclass(frozen=True)
class Rows:
    """Rows to fit: features (N, F), whether right (N,), and the group of each (N,)."""

    names: list[str]
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    groups: NDArray[np.str_]


@dataclass(frozen=True)
class Asked:
    """One question: the features of its contenders, which of them are right, and its title."""

    features: list[Features]
    right: list[bool]
    title: str
    answerable: bool


def ask_all(searcher: Searcher, reader: Reader, questions: Sequence[Question]) -> list[Asked]:
    """Search and read for every question as the service does."""
    asked = []
    for question in tqdm(questions, disable=None):
        hits = searcher.search(question.text, k=PASSAGES_READ)
        readings = reader.read(question.text, hits)
        features = Evidence(question.text, searcher.rarity).sentences(readings)
        right = [answered_by(question, reading.text) for reading in readings]
        best = sorted(range(len(readings)), key=lambda i: -readings[i].span)[:_CONTENDERS]
        asked.append(
            Asked(
                [features[i] for i in best],
                [right[i] for i in best],
                question.title,
                bool(question.answers),
            )
        )
    return asked


def look_all_up(searcher: Searcher, held_out: HeldOut) -> list[Asked]:
    """Ask about every title; right is a passage of the document of that name."""
    asked = []
    for title in [*held_out.present, *held_out.absent]:
        question = f"Tell me about {title}"
        hits = searcher.search(question, k=PASSAGES_READ)
        features = Evidence(question, searcher.rarity).subjects(hits)
        right = [hit.document.title == title for hit in hits]
        asked.append(Asked([*features], right, title, title in held_out.present))
    return asked


def fit(
    sentences: Sequence[Asked], subjects: Sequence[Asked]
) -> tuple[Calibration, dict[str, object]]:
    """Fit both regressions on everything, and cross-validate them.

    The threshold is the one that does most right (answers rightly or rightly declines) where each
    question is judged by a regression that has not seen its document.
    """
    answers, sentence = _judged_and_fitted(sentences)
    names, subject = _judged_and_fitted(subjects)
    answer_from = best_threshold(answers)
    calibration = Calibration(sentence, subject, answer_from)
    figures = {
        "answer_from": answer_from,
        "sentence": figures_of(answers, answer_from),
        "subject": figures_of(names, answer_from),
    }
    return calibration, figures


def _judged_and_fitted(asked: Sequence[Asked]) -> tuple[Judged, Logistic]:
    found = cross_validated(asked)
    return rejudged(found, asked), for_the_best(logistic(asked), found)


@dataclass(frozen=True)
class Judged:
    """The best of each question (N,): its probability, whether right, whether there is any."""

    probability: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]


def rows_of(asked: Sequence[Asked]) -> Rows:
    """All contenders of all questions."""
    listed = [(f, r, a.title) for a in asked for f, r in zip(a.features, a.right, strict=True)]
    return Rows(
        [field.name for field in fields(listed[0][0])],
        np.array([list(asdict(features).values()) for features, _, _ in listed], dtype=np.float64),
        np.array([right for _, right, _ in listed]),
        np.array([title for _, _, title in listed]),
    )


def logistic(asked: Sequence[Asked]) -> Logistic:
    """Fit one regression, with its weights in the features' own units."""
    rows = rows_of(asked)
    scaler, model = _fitted(rows).named_steps.values()
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return Logistic(
        round(bias, 4),
        {n: round(float(w), 4) for n, w in zip(rows.names, weights, strict=True)},
    )


def cross_validated(asked: Sequence[Asked]) -> Judged:
    """Judge each question by a regression that was fitted without its document."""
    groups = [question.title for question in asked]
    probability = np.zeros(len(asked))
    right = np.zeros(len(asked), dtype=bool)
    for seen, unseen in GroupKFold(5).split(asked, groups=groups):
        found = logistic([asked[i] for i in seen])
        for i in unseen:
            scores = [found.probability(features) for features in asked[i].features]
            if scores:
                best = int(np.argmax(scores))
                probability[i], right[i] = scores[best], asked[i].right[best]
    return Judged(probability, right, np.array([question.answerable for question in asked]))


def for_the_best(regression: Logistic, judged: Judged) -> Logistic:
    """`regression`, fitted to every contender, scaled to hold for the best one of each question.

    The best is right more often than a contender of its probability is: Platt (1999),
    "Probabilistic outputs for support vector machines", on questions that were `judged` unseen.
    """
    platt = _platt().fit(_logits(judged), judged.right)
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    weights = {name: round(slope * weight, 4) for name, weight in regression.weights.items()}
    return Logistic(round(slope * regression.bias + shift, 4), weights)


def rejudged(judged: Judged, asked: Sequence[Asked]) -> Judged:
    """The same scaling, of each question without its document."""
    groups = [question.title for question in asked]
    folds = GroupKFold(5).split(asked, groups=groups)
    scaled = cross_val_predict(
        _platt(), _logits(judged), judged.right, cv=folds, method="predict_proba"
    )
    return replace(judged, probability=scaled[:, 1])


def _platt() -> LogisticRegression:
    return LogisticRegression(C=np.inf)


def _logits(judged: Judged) -> NDArray[np.float64]:
    """Of the probabilities, as one column; a question without contenders has the least."""
    probability = np.clip(judged.probability, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(probability / (1 - probability)))[:, np.newaxis]


def best_threshold(judged: Judged) -> float:
    """The probability from which answering does most right."""
    levels = np.arange(0.05, 0.95, 0.01)
    done = [_done_right(judged, level).sum() for level in levels]
    return round(float(levels[int(np.argmax(done))]), 2)


def figures_of(judged: Judged, answer_from: float) -> dict[str, float | None]:
    """What the threshold does, and how well the probabilities tell right from wrong."""
    answered = judged.probability >= answer_from
    return {
        "questions": len(judged.probability),
        "right": float(_done_right(judged, answer_from).mean()),
        "unanswerable_declined": float(1 - answered[~judged.answerable].mean()),
        "answerable_declined": float(1 - answered[judged.answerable].mean()),
        "expected_calibration_error": expected_calibration_error(
            bins_of(judged.probability, judged.right)
        ),
        "auroc": auroc(
            judged.probability[judged.right].tolist(), judged.probability[~judged.right].tolist()
        ),
    }


def _done_right(judged: Judged, answer_from: float) -> NDArray[np.bool_]:
    answered = judged.probability >= answer_from
    return np.where(answered, judged.right, ~judged.answerable)


def _fitted(rows: Rows) -> Pipeline:
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return pipeline.fit(rows.features, rows.right)
