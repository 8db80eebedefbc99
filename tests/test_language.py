"""Telling a text's language."""

from __future__ import annotations

import pytest

from corpus.language import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The school on the quay has taught for years, and it is open to all."),
        ("es", "La escuela del puerto enseña desde hace años y está abierta a todos los vecinos."),
        (
            "fr",
            "L'école du port enseigne depuis des années et elle est ouverte à tous les habitants.",
        ),
        ("de", "Die Schule am Hafen lehrt seit Jahren und ist für alle offen, die lernen wollen."),
        ("pt", "A escola do porto ensina há anos e não fecha para as crianças com dificuldades."),
        ("it", "La scuola del porto insegna da anni ed è aperta a tutti gli abitanti della città."),
        ("ko", "푸른시는 마을배움터를 서른 곳으로 늘린다. The school is in Sejong."),
        ("zh", "白溪市社区学院成立于2013年。"),
        ("ja", "白渓市の学校は川のそばにあります。"),
        ("ru", "Школа у гавани учит много лет."),
        ("ar", "المدرسة مفتوحة للجميع."),
    ],
)
def test_languages(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_a_korean_name_in_an_english_text() -> None:
    assert (
        guess_language("Sejong (세종시) is the youngest city in the country and it learns.") == "en"
    )


def test_no_known_word() -> None:
    assert guess_language("12 % — 34") is None
