"""The passages that are read for each part of a question."""

from __future__ import annotations

from index.search import EVERYTHING, Filters, Searcher
from service.finder import PASSAGES_READ, READ_IN_ALL, Finder, spread
from service.question import Kind, Question
from service.several.parts import Part
from service.several.subjects import Subject, Subjects
from tests.hits import make_hit


def part(text: str, kind: Kind = Kind.OTHER, subject: Subject | None = None) -> Part:
    return Part(Question(text, text, kind), subject)


def test_a_question_is_read_in_the_nearest_passages(searcher: Searcher) -> None:
    finder = Finder(searcher, Subjects(searcher.documents()))
    (found,) = finder.find([part("Who founded the university?")], EVERYTHING)
    assert found == searcher.search("Who founded the university?", k=PASSAGES_READ)
    only = Filters(documents=("notes",))
    (found,) = finder.find([part("Who founded the university?")], only)
    assert {hit.document.id for hit in found} == {"notes"}


def test_what_is_asked_of_a_subject_is_read_in_passages_about_it(searcher: Searcher) -> None:
    subjects = Subjects(searcher.documents())
    (mention,) = subjects.find("Oberlinden")
    subject = Subject("Oberlinden", frozenset(mention.places))
    finder = Finder(searcher, subjects)
    (found,) = finder.find([part("What is in Oberlinden?", subject=subject)], EVERYTHING)
    assert found
    assert all("Oberlinden" in (hit.document.city or "") + hit.text for hit in found)
    (nothing,) = finder.find([part("What is it?", subject=Subject("Atlantis"))], EVERYTHING)
    assert nothing == []


def test_many_parts_share_the_passages(searcher: Searcher) -> None:
    finder = Finder(searcher, Subjects(searcher.documents()))
    parts = [part(f"What is there to learn in {number}?") for number in range(10)]
    assert sum(map(len, finder.find(parts, EVERYTHING))) == READ_IN_ALL


def test_a_list_is_read_in_more_passages(searcher: Searcher) -> None:
    finder = Finder(searcher, Subjects(searcher.documents()))
    (found,) = finder.find([part("Which towns are there?", Kind.LIST)], EVERYTHING)
    assert PASSAGES_READ < len(found) <= READ_IN_ALL


def test_no_document_fills_the_passages_to_read() -> None:
    hits = [make_hit(["One."], id="a") for _ in range(50)]
    hits += [make_hit(["Two."], id=f"b{number}") for number in range(50)]
    found = spread(hits)
    assert len(found) == READ_IN_ALL
    assert [hit.document.id for hit in found[:6]] == ["a", "a", "a", "a", "b0", "b1"]
