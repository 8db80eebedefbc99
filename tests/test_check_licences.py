from importlib.metadata import requires

import pytest

from scripts.check_licences import REVIEWED, is_allowed, main


def test_what_is_installed_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(requires("cite") or []) > 50
    assert main() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("(Apache-2.0 OR BSD-2-Clause) AND MIT", True),
        ("DFSG approved; MIT License", True),
        ("", False),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-or-later", False),
        ("MIT OR Something-Else", False),
        ("Proprietary", False),
    ],
)
def test_licences(licence: str, allowed: bool) -> None:
    assert is_allowed("some-package", licence) is allowed


@pytest.mark.parametrize(("name", "licence"), REVIEWED.items())
def test_a_review_is_of_one_package_and_of_what_it_says(name: str, licence: str) -> None:
    assert is_allowed(name, licence)
    assert not is_allowed(name, f"{licence} AND GPL-3.0-only")
    assert not is_allowed("another", licence)
