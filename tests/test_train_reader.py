"""Training the reader: a handful of steps of the real command on a folder of invented data."""

import gzip
import json
import math
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.export import find_model
from scripts.reader_training.data import Example, Paragraph
from scripts.reader_training.encoding import normalise_question, open_tokenizer
from scripts.reader_training.export import CARD, FP32, INPUTS, INT8, OUTPUTS
from scripts.reader_training.items import ItemMaker
from scripts.reader_training.loop import rate_at
from scripts.reader_training.loss import gold_loss, sentence_logits, shared_loss
from scripts.reader_training.mixture import Mixture, balanced, load_data, take
from scripts.reader_training.negatives import Negatives
from scripts.reader_training.onnx_reader import OnnxReader, Reading, best_span
from scripts.reader_training.qamr import join_tokens
from scripts.reader_training.recipe import Recipe
from scripts.reader_training.scoring import auroc, best_threshold, report
from scripts.reader_training.squad import Question, best_scores, f1_score
from scripts.reader_training.state import fresh_state, restore
from scripts.train_reader import main

ROOT = Path(__file__).parent.parent

# Each article: paragraphs, and under each its questions with their answers (None: there is none).
Article = dict[str, dict[str, str | None]]
LIBRARY: Article = {
    "The tool library of Oberlinden lends 340 drills and ladders. Ilse Brandt founded it in 2009. "
    "It stands beside the old tram depot.": {
        "Who founded the tool library?": "Ilse Brandt",
        "Where does the tool library stand?": "beside the old tram depot",
        "When did the tool library burn down?": None,
        "Who paints the ladders?": None,
    },
    "On Saturdays the depot becomes a repair café 🔧. Volunteers mended 1,275 radios last year.": {
        "How many radios did volunteers mend?": "1,275",
        "How many bicycles did volunteers mend?": None,
    },
}
HARBOUR: Article = {
    "The harbour school of Marlow Bay teaches sailmaking in winter. Its boats are built of larch. "
    "Pupils sleep on board in June.": {
        "What are the boats of the harbour school built of?": "larch",
        "When do pupils sleep on board?": "June",
    },
    "The lighthouse of Marlow Bay opens its stairs to pupils twice a year. Its keeper, Owen Tully, "
    "explains the lamp.": {"Who is the keeper of the lighthouse?": "Owen Tully"},
    "Every boat of the harbour carries a lamp made by pupils. Sails are dried in the school.": {
        "Where are sails dried?": "in the school",
    },
}


def squad_file(articles: dict[str, Article]) -> dict[str, Any]:
    """Articles in the format of SQuAD."""

    def answers(text: str, answer: str | None) -> list[dict[str, Any]]:
        return [] if answer is None else [{"text": answer, "answer_start": text.index(answer)}]

    return {
        "data": [
            {
                "title": title,
                "paragraphs": [
                    {
                        "context": text,
                        "qas": [
                            {"question": question, "align": "high", "answers": answers(text, gold)}
                            for question, gold in qas.items()
                        ],
                    }
                    for text, qas in article.items()
                ],
            }
            for title, article in articles.items()
        ]
    }


def write(path: Path, content: object) -> None:
    """Write a compressed file: text as it is, anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(gzip.compress(text.encode()))


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small folder with every file the trainer reads."""
    folder = tmp_path_factory.mktemp("data")
    both = {"Tool_library": LIBRARY, "Harbour_school": HARBOUR}
    write(folder / "squad/train-answerable-partial.json.gz", squad_file(both))
    write(folder / "squad/train-unanswerable-aligned.json.gz", squad_file(both))
    write(folder / "squad/dev-v2.0-half.json.gz", squad_file({"Tool_library": LIBRARY}))
    pairs = {
        "questions": ["What happened to 1,275 radios?", "Who founded the tool library", "Which?"],
        "answers": [
            "Volunteers mended 1,275 radios last year.",
            "Ilse Brandt founded it in 2009.",
            "This sentence stands nowhere.",
        ],
    }
    write(folder / "squad_sentences/train.json.gz", pairs)
    choir: Article = {"The choir of Linde sings in barns.": {"Where does the choir sing?": "barns"}}
    write(folder / "tydiqa/tydiqa.goldp.en.train.json.gz", squad_file({"": choir}))
    bus = "The reading bus stops in eleven villages. Eleven drivers share it; eleven stops a day."
    row = {
        "question": "how many villages does the reading bus visit",
        "answers": ["eleven"],
        "ctxs": [{"title": "Reading bus", "text": bus}],
    }
    write(folder / "nq/nq-open-oracle.jsonl.gz", json.dumps(row) + "\n")
    write(folder / "qamr/wiki-sentences.tsv.gz", "s1\tThe baker 's oven ( a gift ) is warm .\n")
    qamr = "s1\t0\t0\t0\t0\tWhose oven is warm?\t{}\tx\n"
    write(folder / "qamr/dev.tsv.gz", qamr.format("0 1"))
    write(folder / "qamr/test.tsv.gz", qamr.format("0 3") + qamr.format(""))
    return folder


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer of the base model."""
    return open_tokenizer(find_model(None).folder)


def command(data: Path, out: Path) -> list[str]:
    """The arguments of a run of a few steps."""
    lengths = ["--short-sequences", "30", "--long-sequences", "30"]
    return [str(data), "--out", str(out), *lengths, "--threads", "1", "--monitor", "3"]


@pytest.fixture(scope="module")
def trained(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The output folder of an uninterrupted run."""
    threads = torch.get_num_threads()
    out = tmp_path_factory.mktemp("reader")
    assert main([*command(data_dir, out), "--save-every", "4"]) == 0
    yield out
    torch.set_num_threads(threads)
    (out / "checkpoint.pt").unlink()  # 270 MB


# The whole command


def test_a_run_leaves_both_models_their_card_and_their_scores(trained: Path) -> None:
    scores = json.loads((trained / "final/scores.json").read_text())
    card = json.loads((trained / "final" / CARD).read_text())
    assert scores["fp32"]["questions"] == scores["int8"]["questions"] == 6
    assert card["null_threshold"] == scores["int8"]["threshold"]
    assert card["no_answer_weight"] == scores["int8"]["weight"]
    assert (
        (trained / "final" / INT8).stat().st_size < 25e6 < (trained / "final" / FP32).stat().st_size
    )
    assert (trained / "latest" / FP32).exists(), "no checkpoint was scored on the way"


def test_the_int8_reader_gives_spans_inside_the_passage(trained: Path) -> None:
    reader = OnnxReader(trained / "final", INT8, threads=1)
    passages = ["🔥 The stove was lit by Nora Hale in 1988.", *LIBRARY, *HARBOUR]
    readings = reader.read([("Who lit the stove", "Stove", passage) for passage in passages])
    for passage, reading in zip(passages, readings, strict=True):
        assert 0 <= reading.begin < reading.end <= len(passage)
        assert reading.text == passage[reading.begin : reading.end]
        assert reading.text == reading.text.strip()


def test_the_fp32_export_says_what_the_averaged_weights_say(trained: Path) -> None:
    state = fresh_state(find_model(None).folder)
    restore(state, trained / "checkpoint.pt")
    reader = OnnxReader(trained / "final", FP32, threads=1)
    batch = [reader.encode("Who founded it?", "Tools", text) for text in [*LIBRARY, "Short."]]
    width = max(len(item.ids) for item in batch)
    rows = [
        [part + [0] * (width - len(part)) for part in (item.ids, [1] * len(item.ids), item.types)]
        for item in batch
    ]
    with torch.no_grad():
        expected = state.average(*torch.tensor(rows).unbind(1))
    assert len(INPUTS) == 3
    for name, values in zip(OUTPUTS, expected, strict=True):
        np.testing.assert_allclose(reader.logits(batch)[name], values.numpy(), atol=1e-4)


def test_an_interrupted_run_ends_with_the_same_weights(
    data_dir: Path, trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = [sys.executable, str(ROOT / "scripts/train_reader.py"), *command(data_dir, tmp_path)]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert "step 1 " in run.stdout.readline()
        run.send_signal(signal.SIGTERM)
        _, errors = run.communicate()
    assert run.returncode == 130, errors
    assert "run the same command again" in errors
    assert 0 < torch.load(tmp_path / "checkpoint.pt", weights_only=True)["seen"] < 60

    assert main(command(data_dir, tmp_path)) == 0
    assert "Resumed after" in capsys.readouterr().out
    one, two = (
        torch.load(folder / "checkpoint.pt", weights_only=True) for folder in (trained, tmp_path)
    )
    (tmp_path / "checkpoint.pt").unlink()
    assert one["seen"] == two["seen"] >= 60
    for part in ("model", "average"):
        for name, weights in one[part].items():
            assert torch.equal(weights, two[part][name]), name


def test_a_finished_run_is_not_trained_on(
    data_dir: Path, trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = torch.load(trained / "checkpoint.pt", weights_only=True)
    assert main(command(data_dir, trained)) == 0
    after = torch.load(trained / "checkpoint.pt", weights_only=True)
    assert after["step"] == before["step"]
    assert "step" not in capsys.readouterr().out


# Data


def test_every_set_is_read(data_dir: Path) -> None:
    data = load_data(data_dir)
    assert len(data.answerable) == 7
    assert {example.title for example in data.unanswerable} == {"Tool library"}
    (paired,) = data.sentences  # one is known from SQuAD, one stands nowhere
    assert paired.whole
    assert paired.passage[slice(*paired.spans[0])] == "Volunteers mended 1,275 radios last year."
    (searched,) = data.nq
    assert [searched.passage[slice(*span)] for span in searched.spans] == ["eleven", "eleven"]
    (whose,) = data.qamr
    assert whose.passage[slice(*whose.spans[0])] == "The baker"
    assert len(data.tydi) == 1
    assert len(data.pool) == 5


def test_treebank_tokens_are_joined_as_people_write() -> None:
    text, places = join_tokens(["The", "baker", "'s", "-LRB-", "old", "-RRB-", "oven", "is", "n't"])
    assert text == "The baker's (old) oven isn't"
    assert [text[begin:end] for begin, end in places][2:5] == ["'s", "(", "old"]


def test_negatives_are_near_and_do_not_hold_the_answer() -> None:
    own, _, near = HARBOUR
    holding = "A harbour school boat is all larch."
    pool = [Paragraph("Harbour", text) for text in (own, near, holding)]
    question = "What are the boats of the harbour school built of?"
    begin = own.index("larch")
    example = Example(question, "Harbour", own, ((begin, begin + 5),))
    assert Negatives(pool).of(example) == [pool[1]]


def test_groups_hold_a_question_with_its_own_passage_first(
    data_dir: Path, tokenizer: Tokenizer
) -> None:
    mixture = Mixture(load_data(data_dir), tokenizer, Recipe(40, 0))
    grouped = 0
    for batch in mixture.batches(0):
        for number in torch.unique(batch.group[batch.group >= 0]):
            members = (batch.group == number).nonzero().flatten()
            assert len(members) == 2
            assert not batch.starts[members[0], 0], "the own passage holds the answer"
            assert batch.starts[members[1], 0], "the hard negative does not"
            grouped += 1
    assert grouped


def test_articles_are_balanced() -> None:
    asked = [Example(f"{title}{i}?", title, "") for title in "ABC" for i in range(5)]
    kept = Counter(example.title for example in balanced(asked, Counter(A=2, B=10), 1.2))
    assert kept == {"A": 3, "B": 5}  # 1.2 x 2 rounded up; all there are; none without answers


def test_a_later_epoch_goes_on_where_the_last_one_stopped() -> None:
    examples = [Example(str(i), "", "") for i in range(10)]
    first, second, third = (take(examples, 5, epoch, "seed") for epoch in range(3))
    assert {e.question for e in first} | {e.question for e in second} == set("0123456789")
    assert third == first


# Encoding


@pytest.mark.parametrize(
    ("typed", "tokenised"),
    [
        ("What is the city's motto?", "What is the city 's motto ?"),
        ("why didn't it rain", "why did n't it rain ?"),
        ("Who said “we learn (slowly)”?", "Who said `` we learn ( slowly ) ''"),
        ("How much is $5, today?", "How much is $ 5 , today"),
        ("a well-known fair – where", "a well - known fair - where ?"),
    ],
)
def test_questions_look_alike_whoever_joined_them(typed: str, tokenised: str) -> None:
    assert normalise_question(typed) == normalise_question(tokenised)
    assert normalise_question(normalise_question(typed)) == normalise_question(typed)


def item_tokens(tokenizer: Tokenizer, ids: list[int]) -> str:
    return str(tokenizer.decode(ids, skip_special_tokens=False))


def test_spans_and_sentences_are_marked_by_code_points(tokenizer: Tokenizer) -> None:
    text = "🐟 The fish market opened in 1954. Then the 🚢 ferry came, run by Ada Quill. It sank."
    begin = text.index("Ada Quill")
    example = Example("Who ran the ferry?", "Ferries", text, ((begin, begin + 9),))
    item = ItemMaker(tokenizer, 128).item(example, random.Random(1))
    ((start,), (end,)) = item.starts, item.ends
    assert item_tokens(tokenizer, item.ids[start : end + 1]) == "ada quill"
    assert item.gold_sentences == [2]
    second = [i for i, number in zip(item.ids, item.sentence, strict=True) if number == 2]
    assert item_tokens(tokenizer, second).startswith("then the")
    assert item_tokens(tokenizer, second).endswith("ada quill.")
    assert item.sentence[0] == 0
    assert set(item.sentence[1 : item.types.index(1)]) == {-1}


def test_where_only_the_sentence_is_known_the_span_may_lie_anywhere_in_it(
    tokenizer: Tokenizer,
) -> None:
    text = "Nothing here. The ferry came late. Nothing there."
    begin, end = text.index("The ferry"), text.index(" Nothing there")
    example = Example("When did it come?", "", text, ((begin, end),), whole=True)
    item = ItemMaker(tokenizer, 128).item(example, random.Random(1))
    marked = item_tokens(tokenizer, [item.ids[index] for index in item.starts])
    assert marked == "the ferry came late."
    assert item.starts == item.ends


@pytest.mark.parametrize("seed", range(5))
def test_the_window_of_a_long_passage_keeps_the_answer(tokenizer: Tokenizer, seed: int) -> None:
    text = "Rain fell. " * 40 + "Ada Quill sailed. " + "Snow fell. " * 40
    begin = text.index("Ada Quill")
    example = Example("Who sailed?", "Weather", text, ((begin, begin + 9),))
    item = ItemMaker(tokenizer, 48).item(example, random.Random(seed))
    assert len(item.ids) <= 48
    ((start,), (end,)) = item.starts, item.ends
    assert item_tokens(tokenizer, item.ids[start : end + 1]) == "ada quill"


def test_no_answer_is_marked_at_the_first_token(tokenizer: Tokenizer) -> None:
    example = Example(
        "Who sank it?", "", "Rain fell. " * 40 + "A ferry sank. " + "Snow fell. " * 40
    )
    item = ItemMaker(tokenizer, 48).item(example, random.Random(1))
    assert item.starts == item.ends == item.gold_sentences == [0]
    assert "sank" in item_tokens(tokenizer, item.ids[item.types.index(1) :]), "the likeliest window"


# Losses and rates


def test_gold_positions_share_their_probability() -> None:
    allowed = torch.tensor([[True, True, True, True, False]])
    gold = torch.tensor([[False, True, True, False, False]])
    assert gold_loss(torch.zeros(1, 5), allowed, gold).item() == pytest.approx(math.log(4 / 2))


def test_a_group_is_normalised_over_all_its_passages_but_not_over_others() -> None:
    allowed = torch.ones(3, 4, dtype=torch.bool)
    gold = torch.zeros(3, 4, dtype=torch.bool)
    gold[0, 2] = gold[1, 0] = gold[2, 0] = True
    loss = shared_loss(torch.zeros(3, 4), allowed, gold, torch.tensor([5, 5, -1]))
    assert loss.tolist() == pytest.approx([math.log(6)])  # two passages of three tokens, less [CLS]


def test_a_sentence_scores_the_mean_of_its_tokens() -> None:
    logits = torch.tensor([[7.0, 9.0, 1.0, 2.0, 5.0]])
    pooled, exists = sentence_logits(logits, torch.tensor([[0, -1, 1, 1, 2]]), 4)
    assert pooled.tolist() == [[7.0, 1.5, 5.0, 0.0]]
    assert exists.tolist() == [[True, True, True, False]]


def test_the_rate_warms_up_stays_and_falls() -> None:
    recipe = Recipe(short_sequences=1000, long_sequences=3000, rate=1.0, warmup=10, decay_from=0.5)
    rates = [rate_at(seen, seen // 10, recipe) for seen in (0, 1000, 2000, 3000, 4000)]
    assert rates == pytest.approx([0.1, 1.0, 1.0, 0.5, 0.02])


# Scores


@pytest.mark.parametrize(
    ("golds", "answer", "exact", "f1"),
    [
        (("The Harbour Fair", "fair"), "harbour  fair!", 1.0, 1.0),
        (("a red boat",), "red ship", 0.0, 0.5),
        (("boat boat",), "boat", 0.0, 2 / 3),
        (("1954",), "", 0.0, 0.0),
        ((), "", 1.0, 1.0),
        ((), "larch", 0.0, 0.0),
    ],
)
def test_official_scores(golds: tuple[str, ...], answer: str, exact: float, f1: float) -> None:
    assert best_scores(golds, answer) == pytest.approx((exact, f1))


def test_f1_is_symmetric() -> None:
    assert f1_score("in the old tram depot", "tram") == f1_score("tram", "in the old tram depot")


def test_report_of_three_questions() -> None:
    def read(answers: tuple[str, ...], text: str, margin: float) -> tuple[Question, Reading]:
        return Question("?", "", "", answers), Reading(text, 0, 0, margin, no_answer=1.0)

    read_all = [read(("larch",), "larch", 4.0), read(("June",), "June", 2.0), read((), "oak", 3.0)]
    scores = report(read_all, weight=1.0, threshold=1.5)
    assert scores["f1"] == scores["em"] == pytest.approx(100 / 3)
    assert scores["answerable_f1_forced"] == 100.0
    assert scores["answerable_answered"] == 50.0
    assert scores["unanswerable_declined"] == 0.0
    assert scores["auroc"] == 0.5


def test_auroc_counts_ties_as_half() -> None:
    assert auroc([1.0, 2.0], [1.0, 0.0]) == pytest.approx((0.5 + 1 + 1 + 1) / 4)
    assert math.isnan(auroc([], [1.0]))


@pytest.mark.parametrize(
    ("gains", "losses", "answered"),
    [([1, 1, 0], [0, 0, 1], 2), ([0, 0, 0], [1, 1, 1], 0), ([1, 0, 1], [0, 0, 0], 3)],
)
def test_the_threshold_answers_what_pays(
    gains: list[float], losses: list[float], answered: int
) -> None:
    scores = [3.0, 2.0, 1.0]
    threshold = best_threshold(scores, gains, losses)
    assert sum(score > threshold for score in scores) == answered


def test_the_best_span_runs_forward_and_is_not_too_long() -> None:
    start, end = np.zeros(50, np.float32), np.zeros(50, np.float32)
    start[[5, 40]] = 3, 2
    end[[3, 45]] = 4, 3  # before the best start, and too far after it
    assert best_span(start, end) == (40, 45, 5.0)
