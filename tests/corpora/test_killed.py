"""A process that is killed at any moment of unpacking, reading and writing leaves nothing that is taken for whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from duramen_corpora.load import content_hash, read, stored, stream

# A child that kills itself at its N-th opening or renaming of a file in the cache or in the source: not at a time of
# the clock, which would be another moment on every machine.
_CHILD = """
import os, signal, sys
from duramen_corpora.load import stored
source, cache, moment = sys.argv[1], os.environ["DURAMEN_CACHE"], int(sys.argv[2])
count = 0
def hook(event, arguments):
    global count
    if event in ("open", "os.rename", "os.mkdir") and str(arguments[0]).startswith((source.rpartition("/")[0], cache)):
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)
import filelock, pyarrow, tldextract, tqdm, zstandard, lxml.etree
sys.addaudithook(hook)
print(stored("wcxb", source).content_hash, count)
"""


def child(source: Path, moment: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _CHILD, str(source), str(moment)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def archive(wcxb: Path) -> Path:
    folder = wcxb.parent / "archives"
    folder.mkdir()
    with tarfile.open(folder / "w.tar.gz", "w:gz") as tar:
        tar.add(wcxb, "wcxb")
    return folder / "w.tar.gz"


@pytest.mark.slow
def test_the_load_after_a_kill_is_whole(
    archive: Path, wcxb: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    wanted = content_hash(read("wcxb", wcxb))
    done = child(archive, 0)
    assert done.stdout.split()[:1] == [wanted], done.stderr
    moments = int(done.stdout.split()[1])
    assert moments > 30
    for moment in [*range(1, moments, 6), moments - 1, moments]:
        monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path_factory.mktemp("killed")))
        assert child(archive, moment).returncode == -signal.SIGKILL, moment
        assert stored("wcxb", archive).content_hash == wanted, moment
        assert content_hash(stream("wcxb", archive)) == wanted, moment
        left = [path.name for path in Path(os.environ["DURAMEN_CACHE"]).rglob("*.part")]
        assert left == [], moment
