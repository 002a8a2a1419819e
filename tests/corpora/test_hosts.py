"""The hosts that are listed are those of the content that the registry pins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duramen.errors import DataError
from duramen_corpora import hosts
from duramen_corpora.hosts import FILE, KnownHosts, hosts_of, known_hosts
from duramen_corpora.info import CorpusInfo
from duramen_corpora.measure import measured
from duramen_corpora.registry import CORPORA

every_pinned = pytest.mark.parametrize(
    "info", [info for info in CORPORA.values() if info.pinned], ids=lambda info: info.name
)


@every_pinned
def test_every_pinned_corpus_is_listed_as_it_is_pinned(info: CorpusInfo) -> None:
    known = known_hosts(info.name)
    assert known is not None, f"type: python -m duramen_corpora.hosts {info.name}"
    assert known.content_hash == (info.content_hash or measured()[info.name].content_hash)
    assert known.pages == info.pages["dev"]
    assert known.hosts or known.unplaced
    assert not any(host.startswith("unknown-") for host in known.hosts)


def test_the_packaged_corpus_has_the_hosts_that_are_listed() -> None:
    assert hosts_of("starter") == known_hosts("starter")


def test_a_format_is_not_known() -> None:
    assert known_hosts("folder") is None


def test_what_is_written_reads_back() -> None:
    rows = hosts._kept()
    assert hosts._text(dict(rows)) == FILE.read_text("utf-8")
    assert all(isinstance(row, KnownHosts) for row in rows.values())


def test_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "hosts.json"
    broken.write_text(json.dumps({"wcxb": {"hosts": []}}))
    monkeypatch.setattr(hosts, "FILE", broken)
    hosts._kept.cache_clear()
    try:
        with pytest.raises(DataError, match="does not hold the hosts"):
            known_hosts("wcxb")
    finally:
        hosts._kept.cache_clear()
