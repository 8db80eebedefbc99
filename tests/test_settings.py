from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from service.settings import Settings, SettingsError

REPOSITORY = Path(__file__).parent.parent


def test_nothing_set_serves_the_repositorys_own_documents_to_this_machine_alone() -> None:
    settings = Settings.from_environ({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.corpus_dir == REPOSITORY / "corpus"
    assert settings.index_dir == REPOSITORY / ".index"
    assert settings.embedding_model is None
    assert not settings.log_questions


def test_every_setting_is_read() -> None:
    settings = Settings.from_environ(
        {
            "CITE_HOST": "0.0.0.0",
            "CITE_PORT": "9000",
            "CITE_CORPUS_DIR": "/somewhere/docs",
            "CITE_INDEX_DIR": "/somewhere/index",
            "CITE_EMBEDDING_MODEL": "some/model",
            "CITE_THREADS": "3",
            "CITE_WAITING": "0",
            "CITE_RATE": "7",
            "CITE_LOG_QUESTIONS": "1",
            "CITE_TRUSTED_HOSTS": "Cite.example.org, localhost,",
            "CITE_PROXIES": "1",
            "CITE_API_KEY": "a-key-of-16-signs",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",
        port=9000,
        corpus_dir=Path("/somewhere/docs"),
        index_dir=Path("/somewhere/index"),
        embedding_model="some/model",
        threads=3,
        waiting=0,
        rate=7,
        log_questions=True,
        trusted_hosts=("cite.example.org", "localhost"),
        proxies=1,
        api_key="a-key-of-16-signs",
    )


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_PORT", "9123")
    assert Settings.from_environ().port == 9123


def test_what_is_set_to_nothing_counts_as_unset() -> None:
    names = ("HOST", "PORT", "CORPUS_DIR", "INDEX_DIR", "EMBEDDING_MODEL", "LOG_QUESTIONS")
    assert Settings.from_environ({f"CITE_{name}": " " for name in names}) == Settings()


def test_folders_are_taken_from_where_one_stands_and_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/somebody")
    settings = Settings.from_environ({"CITE_CORPUS_DIR": "docs", "CITE_INDEX_DIR": "~/index"})
    assert settings.corpus_dir == tmp_path / "docs"
    assert settings.index_dir == Path("/home/somebody/index")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CITE_PORT", "abc"),
        ("CITE_PORT", "-1"),
        ("CITE_PORT", "65536"),
        ("CITE_PORT", "80.0"),
        ("CITE_PORT", "٨٠"),
        ("CITE_PORT", "9" * 5000),
        ("CITE_THREADS", "0"),
        ("CITE_WAITING", "many"),
        ("CITE_RATE", "0"),
        ("CITE_LOG_QUESTIONS", "maybe"),
        ("CITE_PROXIES", "11"),
        ("CITE_TRUSTED_HOSTS", "https://cite.example.org"),
        ("CITE_TRUSTED_HOSTS", "cite.example.org:443"),
        ("CITE_INDEX_DIR", "~nobody-of-that-name/index"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_a_remedy(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match="set it to") as caught:
        Settings.from_environ({name: value})
    assert f"{name} is {value!r}" in str(caught.value)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("127.0.0.1", ("localhost", "127.0.0.1", "[::1]")),
        ("::1", ("localhost", "127.0.0.1", "[::1]")),
        ("0.0.0.0", ()),
        ("192.0.2.7", ()),
    ],
)
def test_what_listens_to_this_machine_alone_answers_to_its_names_alone(
    host: str, names: tuple[str, ...]
) -> None:
    assert Settings.from_environ({"CITE_HOST": host}).trusted_hosts == names


@pytest.mark.parametrize(
    "key", ["short", "a key with spaces in it", "schlüssel-schlüssel", "a" * 201]
)
def test_a_bad_key_is_refused_and_never_shown(key: str) -> None:
    with pytest.raises(SettingsError, match="CITE_API_KEY cannot be used") as caught:
        Settings.from_environ({"CITE_API_KEY": key})
    assert key not in str(caught.value)
    assert "secret-secret-secret" not in repr(Settings(api_key="secret-secret-secret"))


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]  # the very thing that must fail
