"""The service's threads share one pool of memory."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

POOLS = """
import ctypes, sys, threading
from service.memory import share_one_pool
if sys.argv[1] == "shared":
    share_one_pool()
libc = ctypes.CDLL(None)
held = threading.Barrier(5)
def hold():
    libc.malloc(5000)
    held.wait()
    held.wait()
threads = [threading.Thread(target=hold) for _ in range(4)]
for thread in threads:
    thread.start()
held.wait()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
held.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have other pools")
@pytest.mark.parametrize(("how", "shared"), [("shared", True), ("as it comes", False)])
def test_threads_share_one_pool(how: str, *, shared: bool) -> None:
    command = [sys.executable, "-c", POOLS, how]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert (told.count("<heap nr=") == 1) is shared, told
