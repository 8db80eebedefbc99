"""A real server process and a real browser, each started once for all tests here."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.visit import Visit

ROOT = Path(__file__).parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
READY_SECONDS = 60
# A busy machine may take its time; what a test says must hold then too.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def server(built_index: Path) -> Iterator[str]:
    """The address of `python -m service` over the tests' index."""
    with serving(built_index) as address:
        yield address


@contextmanager
def serving(index_dir: Path) -> Iterator[str]:
    """The address of `python -m service` over an index, which ends with the `with` statement."""
    environ = {**os.environ, "CITE_INDEX_DIR": str(index_dir), "CITE_PORT": "0"}
    with subprocess.Popen(
        [sys.executable, "-m", "service"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            said = process.stderr.readline()
            address = re.search(r"http://\S+:\d+", said)
            assert address, f"the service did not start: {said}{process.stderr.read()}"
            wait_until_ready(address[0])
            yield address[0]
        finally:
            process.terminate()


def wait_until_ready(address: str) -> None:
    """Wait for 200 from /ready."""
    give_up = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=5) as response:
                assert response.status == 200
                return
        except urllib.error.URLError as error:
            problem = str(error)
            if isinstance(error, urllib.error.HTTPError):
                problem = error.read().decode()
            assert time.monotonic() < give_up, f"not ready after {READY_SECONDS} s: {problem}"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, the system's own or the one that Playwright installs."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = next(filter(None, map(shutil.which, [*BROWSERS, own])), None)
        if found is None:
            pytest.fail(
                "The browser tests need Chromium, and there is none: install the system's "
                "(apt-get install chromium) or Playwright's (python -m playwright install "
                "chromium), then run the tests again.",
                pytrace=False,
            )
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """A visit with JavaScript; fails on any complaint or any request to somewhere else."""
    yield from watched(Visit(browser, server), server)


@pytest.fixture
def plain_visit(browser: Browser, server: str) -> Iterator[Visit]:
    """The same with JavaScript turned off."""
    yield from watched(Visit(browser, server, javascript=False), server)


@pytest.fixture
def korean_visit(browser: Browser, server: str) -> Iterator[Visit]:
    """A visit of somebody whose browser asks for Korean."""
    yield from watched(Visit(browser, server, language="ko-KR"), server)


def watched(visit: Visit, server: str) -> Iterator[Visit]:
    """Lend a visit; afterwards fails on any complaint or any request to somewhere else."""
    yield visit
    visit.context.close()
    assert visit.requests
    assert [url for url in visit.requests if not url.startswith(f"{server}/")] == []
    assert visit.complaints == []
