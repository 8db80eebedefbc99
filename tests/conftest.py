"""A small corpus of our own sentences and the index over it, built once with the real encoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build_index
from index.search import Searcher

CORPUS = {
    "cities/marlow-bay.md": """\
---
title: Marlow Bay, a harbour that learns
city: Marlow Bay
country: Ireland
aliases: [Cuan Mharla]
sources:
  - title: Learning report of Marlow Bay
    publisher: City council of Marlow Bay
    url: https://example.org/marlow-bay
    published: 2021-03
---

# Marlow Bay, a harbour that learns

Marlow Bay joined the network of learning cities in 2016. The city has 84,000 inhabitants.

## Festival of learning

The lifelong learning festival takes place every April and offers more than 600 free events.
Deirdre Quinlan, the festival's director, opened it for the first time in 2004. About 12,500 people
took part in 2019.

## Neighbourhoods

Six learning neighbourhoods hold cooking classes, choirs and computer courses in community centres.
The council pays for the rooms because no resident should have to travel further than two
kilometres to learn.
""",
    "cities/oberlinden.md": """\
---
title: Oberlinden
city: Oberlinden
country: Germany
sources:
  - title: Oberlinden learns
    publisher: Volkshochschule Oberlinden
    url: https://example.org/oberlinden
    published: 2019
  - title: The science park in figures
    publisher: Science park of Oberlinden
    url: https://example.org/science-park
    published: 2022-05
---

# Oberlinden

Oberlinden is a former coal town on the river Linde. It joined the network in 2019.

## Learning for the climate

Former miners teach pupils how heat pumps work. The science park has trained 1,450 electricians
since 2011, and its budget is 3.2 million euros a year.[^2]

- Repair cafés are open on Saturdays.
- The library lends tools, seeds and sewing machines.
- Every school has a garden.
""",
    "cities/evreux-les-pins.md": """\
---
title: Évreux-les-Pins
city: Évreux-les-Pins
country: France
---

# Évreux-les-Pins

Évreux-les-Pins founded its university of free time in 1994. Retired teachers give lectures on
history, astronomy and law there. In 2022 the mayor, Amélie Rousseau, signed a charter that gives
every newcomer 120 hours of French lessons.
""",
    "cities/sejong.md": """\
---
title: Sejong
city: Sejong
country: Republic of Korea
aliases: [세종, 세종시]
---

# Sejong

A village school in every part of the town teaches whatever its neighbours ask for. Children under
ten borrow picture books by bicycle.
""",
    "korean/buan.md": """\
---
title: 부안 이야기
language: ko
---

# 부안 이야기

부안군은 바닷가 마을마다 배움터를 열었습니다. 하남과 용산에서도 이 마을을 보러 옵니다.
""",
    "chinese/nanjing.md": """\
---
title: 南京的图书馆
language: zh
---

# 南京的图书馆

南京的图书馆每天开放十二个小时。市民可以免费学习书法。
""",
    "notes.txt": """\
The reading bus

The reading bus stops in eleven villages. It carries 2,300 books and a stove 🔥 for cold mornings.
""",
    "garden.html": """\
<!doctype html>
<html lang="en"><head><title>The night garden</title></head>
<body><nav><a href="/">Home</a></nav>
<main><h1>The night garden</h1>
<p>The night garden opens its telescopes to visitors on clear Fridays.</p>
<p>Tickets are free for pupils, and guides speak Irish and English.</p></main>
</body></html>
""",
}


def write_corpus(folder: Path, files: dict[str, str]) -> Path:
    """Write files by their relative paths and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def corpus_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a folder; treat it as read-only."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), CORPUS)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of two small layers, for tests that build many indexes."""
    from tests.models import make_bert  # here, as it brings torch

    return str(make_bert(tmp_path_factory.mktemp("small-model")))


@pytest.fixture(scope="session")
def small_index(
    corpus_dir: Path, small_model: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The index over `corpus_dir` with the small model; copy it before changing anything."""
    index_dir = tmp_path_factory.mktemp("small-index")
    build_index(corpus_dir, index_dir, model=small_model)
    return index_dir


@pytest.fixture(scope="session")
def built_index(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index over `corpus_dir`, with the default encoder; treat it as read-only."""
    index_dir = tmp_path_factory.mktemp("index")
    build_index(corpus_dir, index_dir)
    return index_dir


@pytest.fixture(scope="session")
def searcher(built_index: Path) -> Iterator[Searcher]:
    """The index of `built_index`, opened."""
    opened = Searcher.open(built_index)
    yield opened
    opened.close()
