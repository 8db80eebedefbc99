"""Training the reader: a handful of steps of the real command on a folder of invented data."""

import json
import math
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from index.export import find_model
from scripts.reader_training.data import Example, Paragraph, nq_examples
from scripts.reader_training.everyday import everyday_examples, key_of
from scripts.reader_training.export import FP32, INT8, quantise_rows
from scripts.reader_training.items import ItemMaker
from scripts.reader_training.loop import rate_at
from scripts.reader_training.loss import gold_loss, sentence_logits, shared_loss
from scripts.reader_training.mixture import (
    Data,
    Mixture,
    balanced,
    balanced_forms,
    load_data,
    renamed_examples,
    take,
    without_answer,
)
from scripts.reader_training.negatives import Negatives
from scripts.reader_training.qamr import join_tokens
from scripts.reader_training.recipe import Recipe
from scripts.reader_training.scoring import Guess, Rule, auroc, best_threshold, guess_all, report
from scripts.reader_training.squad import Question, best_scores, f1_score
from scripts.reader_training.state import (
    average_with,
    averaged_weights,
    begin_again,
    fresh_state,
    restore,
)
from scripts.train_reader import main
from service.reader import TrainedReader
from service.reader_input import open_tokenizer
from tests.data_sets import Article, nq_row, our_line, squad_file, write

ROOT = Path(__file__).parent.parent

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
    row = nq_row("how many villages does the reading bus visit", "eleven", "Reading bus", bus)
    # Every fourth question is kept for the calibration.
    write(folder / "nq/nq-open-oracle.jsonl.gz", row * 2)
    write(folder / "qamr/wiki-sentences.tsv.gz", "s1\tThe baker 's oven ( a gift ) is warm .\n")
    qamr = "s1\t0\t0\t0\t0\tWhose oven is warm?\t{}\tx\n"
    write(folder / "qamr/dev.tsv.gz", qamr.format("0 1"))
    write(folder / "qamr/test.tsv.gz", qamr.format("0 3") + qamr.format(""))
    for name in ("clapnq", "cloud"):
        row = json.dumps({"title": "Ferry", "text": f"The {name} ferry sails at dawn."})
        write(folder / f"mtrag/{name}/passages.jsonl.gz", row + "\n")
    write(folder / "policyqa/dev.json.gz", squad_file({"Shop": {"We keep no name.": {}}}))
    lines = [
        our_line(key_of("mtrag-cloud", FERRY), None, {"when does the cloud ferry leave": "dawn"}),
        our_line(
            "own:tools", OWN, {"Is the depot old?": "old depot", "Who built the depot?": None}
        ),
    ]
    (folder / "ours.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "written.jsonl").write_text(our_line("AA-1", MILL, {"Who runs the mill?": "Ada"}))
    return folder


def all_data(folder: Path) -> Data:
    return load_data(folder, folder / "ours.jsonl", folder / "written.jsonl")


FERRY = Paragraph("Ferry", "The cloud ferry sails at dawn.")
MILL = "Ada runs the mill of Aus."
OWN = "The old depot lends tools. It is open on Mondays."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The tokenizer of the base model."""
    return open_tokenizer(find_model(None).folder)


def command(data: Path, out: Path) -> list[str]:
    """The arguments of a run of a few steps."""
    lengths = ["--short-sequences", "20", "--long-sequences", "20", "--everyday-sequences", "20"]
    lengths += ["--questions", str(data / "ours.jsonl"), "--written", str(data / "written.jsonl")]
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


def test_a_run_leaves_both_models_their_rule_and_their_scores(trained: Path) -> None:
    scores = json.loads((trained / "final/scores.json").read_text())
    rule = Rule.read(trained / "final")
    assert scores["fp32"]["questions"] == scores["int8"]["questions"] == 6
    assert rule == Rule(scores["int8"]["weight"], scores["int8"]["threshold"])
    assert (
        (trained / "final" / INT8).stat().st_size < 25e6 < (trained / "final" / FP32).stat().st_size
    )
    assert (trained / "latest" / FP32).exists(), "no checkpoint was scored on the way"


def test_the_int8_reader_guesses_inside_the_passage(trained: Path) -> None:
    reader = TrainedReader(trained / "final", INT8)
    passages = ["🔥 The stove was lit by Nora Hale in 1988.", *LIBRARY, *HARBOUR]
    questions = [Question("Who lit the stove", "Stove", passage, ()) for passage in passages]
    for question, guess in zip(questions, guess_all(reader, questions), strict=True):
        assert guess.text in question.passage
        assert guess.text == guess.text.strip() != ""


def test_each_row_of_a_quantised_table_has_a_scale_of_its_own() -> None:
    """A row of great numbers leaves the small ones of another as they are, to 1 in 254."""
    rows = np.array([[100.0, -50.0, 3.0], [0.01, 0.02, -0.005], [0.0, 0.0, 0.0]], np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Identity", ["ids"], ["same"]),
            helper.make_node("Gather", ["table", "same"], ["found"]),
            helper.make_node("Neg", ["found"], ["out"]),
        ],
        "lookup",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 3])],
        [numpy_helper.from_array(rows, "table")],
    )
    quantise_rows(graph, "table")
    (table,) = (tensor for tensor in graph.initializer if list(tensor.dims) == [3, 3])
    assert table.data_type == TensorProto.INT8
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (out,) = session.run(["out"], {"ids": np.array([2, 0, 1], np.int64)})
    wanted = -rows[[2, 0, 1]]
    assert (np.abs(out - wanted) <= np.abs(wanted).max(axis=1, keepdims=True) / 250).all()


def test_the_fp32_export_says_what_the_averaged_weights_say(trained: Path) -> None:
    state = fresh_state(find_model(None).folder)
    restore(state, trained / "checkpoint.pt")
    reader = TrainedReader(trained / "final", FP32)
    for passage in [*LIBRARY, "Short."]:
        encoded, logits = reader.logits("Who founded it?", "Tools", passage)
        rows = [encoded.ids, [1] * len(encoded.ids), encoded.types]
        with torch.no_grad():
            expected = state.average(*torch.tensor(rows)[:, None])
        for values, wanted in zip(logits, expected, strict=True):
            np.testing.assert_allclose(np.asarray(values), wanted.numpy()[0], atol=1e-4)


def test_runs_are_averaged_weight_by_weight(trained: Path) -> None:
    reader = fresh_state(find_model(None).folder).average
    ours = {name: weight.clone() for name, weight in reader.state_dict().items()}
    run = trained / "checkpoint.pt"
    average_with(reader, [run, run])
    theirs = torch.load(run, weights_only=True)["average"]
    for name, mean in reader.state_dict().items():
        torch.testing.assert_close(mean, (ours[name] + 2 * theirs[name]) / 3)
    assert any(not torch.equal(ours[name], theirs[name]) for name in ours)


def test_the_last_stage_begins_again_with_the_mean_of_finished_runs(trained: Path) -> None:
    run = trained / "checkpoint.pt"
    state = fresh_state(find_model(None).folder)
    begin_again(state, [run, run], 40)
    theirs = torch.load(run, weights_only=True)
    assert (state.seen, state.step) == (40, 0)
    for name, mean in state.average.state_dict().items():
        torch.testing.assert_close(mean, theirs["average"][name])
        assert torch.equal(mean, state.model.state_dict()[name])


def test_an_exported_reader_can_be_trained_on(trained: Path) -> None:
    run = trained / "checkpoint.pt"
    exact, exported = averaged_weights(run), averaged_weights(trained / "final")
    assert exact.keys() == exported.keys()
    for name, weights in exact.items():
        # int8 has 127 steps up to the greatest weight of a channel, and errs by half a step.
        atol = 0.51 * float(weights.abs().max()) / 127
        torch.testing.assert_close(exported[name], weights, rtol=0, atol=atol)


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
    data = all_data(data_dir)
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
    assert [e.passage[slice(*e.spans[0])] if e.spans else None for e in data.everyday] == [
        "dawn",
        "old depot",
        None,
    ]
    assert data.everyday[0].passage == FERRY.text
    assert [example.passage for example in data.written] == [MILL]
    assert len(data.pool) == 5


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (our_line("squad-0123456789ab", None, {"Who?": "Ada"}), "squad-0123456789ab is not in"),
        (our_line("own:x", OWN, {"Who?": "Ada"}), "'Ada' does not stand in"),
    ],
)
def test_a_question_of_ours_that_cannot_be_used_is_named(
    data_dir: Path, tmp_path: Path, line: str, message: str
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        everyday_examples(data_dir, bad)


def test_the_last_stage_reads_our_own_questions(data_dir: Path, tokenizer: Tokenizer) -> None:
    mixture = Mixture(all_data(data_dir), tokenizer, Recipe(0, 0, 30))
    ids = [row.tolist() for batch in mixture.batches(0) for row in batch.ids]
    for word in ("leave", "mill"):
        assert any(word in item_tokens(tokenizer, row) for row in ids)


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
    mixture = Mixture(all_data(data_dir), tokenizer, Recipe(40, 0, 0))
    grouped = 0
    for batch in mixture.batches(0):
        for number in torch.unique(batch.group[batch.group >= 0]):
            members = (batch.group == number).nonzero().flatten()
            assert len(members) == 2
            assert not batch.starts[members[0], 0], "the own passage holds the answer"
            assert batch.starts[members[1], 0], "the hard negative does not"
            grouped += 1
    assert grouped


def test_every_fourth_search_question_is_kept_from_training(tmp_path: Path) -> None:
    path = tmp_path / "nq.jsonl.gz"
    write(path, "".join(nq_row(f"{n}?", "yes", "Title", f"{n}: yes") for n in range(9)))
    trained, kept = ([e.question[0] for e in nq_examples(path, kept=k)] for k in (False, True))
    assert (trained, kept) == (list("123567"), list("048"))


def test_a_question_is_asked_of_another_subject_of_as_many_words() -> None:
    examples = [
        Example(
            "Where does the red boat lie?", "Red boat", "The red boat lies in Cork.", ((21, 25),)
        ),
        Example("Who paints it?", "Old tram", "Nobody paints it.", ((0, 6),)),
        Example("Is Cork old?", "Cork", "Cork is old.", ((0, 4),)),
    ]
    # The second does not name its subject; no other subject has one word, as the third's.
    assert {e.question for e in renamed_examples(examples)} <= {"Where does the Old tram lie?"}
    (renamed,) = renamed_examples(examples * 9)[:1]
    assert renamed == Example(
        "Where does the Old tram lie?", "Red boat", "The red boat lies in Cork."
    )


def test_what_is_left_of_a_passage_holds_no_answer() -> None:
    text = "Ulm has a fair. It opened in 1641. Boats came. In 1641, it rained."
    begin = text.index("1641")
    example = Example("When did it open?", "Ulm", text, ((begin, begin + 4),))
    assert without_answer(example) == "Ulm has a fair. Boats came."
    short = Example("When?", "Ulm", text[:34], ((begin, begin + 4),))
    assert without_answer(short) == "", "a single sentence is too little"


def test_articles_are_balanced() -> None:
    asked = [Example(f"{title}{i}?", title, "") for title in "ABC" for i in range(5)]
    kept = Counter(example.title for example in balanced(asked, Counter(A=2, B=10), 1.2))
    assert kept == {"A": 3, "B": 5}  # 1.2 x 2 rounded up; all there are; none without answers


def test_no_form_of_question_tells_that_it_has_no_answer() -> None:
    def asked(question: str, count: int, *spans: tuple[int, int]) -> list[Example]:
        return [Example(f"{question} {i}?", "", "", spans) for i in range(count)]

    many = [*asked("How many boats has dock", 3, (0, 1)), *asked("How many hulls has dock", 9)]
    others = [*asked("Is it dock", 4, (0, 1)), *asked("Is it pier", 2), *asked("Why dock", 5)]
    kept = balanced_forms([*many, *others], random.Random(1))
    words = Counter(" ".join(example.question.split()[:3]) for example in kept)
    assert words == {"How many boats": 3, "How many hulls": 3, "Is it dock": 4, "Is it pier": 2}


def test_a_later_epoch_goes_on_where_the_last_one_stopped() -> None:
    examples = [Example(str(i), "", "") for i in range(10)]
    first, second, third = (take(examples, 5, epoch, "seed") for epoch in range(3))
    assert {e.question for e in first} | {e.question for e in second} == set("0123456789")
    assert third == first


# Sequences


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
    recipe = Recipe(
        short_sequences=1000, long_sequences=3000, everyday_sequences=1000, rate=1.0, warmup=10
    )
    rates = [rate_at(seen, seen // 10, recipe) for seen in (0, 1000, 2000, 3000, 3990)]
    assert rates == pytest.approx([0.1, 1.0, 1.0, 0.5, 0.02])
    last = [rate_at(seen, seen // 10, recipe) for seen in (4000, 4500, 5000)]
    last.append(rate_at(4000, 0, recipe))  # where the last stage is begun again
    assert last == pytest.approx([share * recipe.everyday_rate for share in (1.0, 0.5, 0.02, 0.1)])


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
    questions = [Question("?", "", "", answers) for answers in (("larch",), ("June",), ())]
    guesses = [Guess("larch", 4.0, 1.0), Guess("June", 2.0, 1.0), Guess("oak", 3.0, 1.0)]
    scores = report(questions, guesses, Rule(weight=1.0, threshold=1.5))
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
