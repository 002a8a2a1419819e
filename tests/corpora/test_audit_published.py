"""What is known to be wrong with the published corpora, by people who looked: the audit finds it without being told."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from duramen_corpora.audit import audit, layout_faults
from duramen_corpora.load import read
from duramen_corpora.registry import corpus_info
from duramen_corpora.schema import Page
from duramen_corpora.sources import locate

pytestmark = pytest.mark.corpus

SHELLS = {"4147", "4278", "4314", "4607", "4802", "4838"}  # forum pages whose posts are not in the HTML
EMPTY = {
    "0585", "0602", "0618", "2840", "2906", "2966", "3008", "4577", "4681", "4720", "4721", "4722", "4750", "4763",
    "4788", "4829", "4850", "4868", "4871",
}  # fmt: skip
IN_SCRIPTS = {"0077", "0582", "4470"}
CONTRADICTING = {
    "0006", "0207", "0220", "0371", "0424", "0491", "0573", "0619", "2861", "3031", "4001", "4147", "4155", "4446",
    "4460", "4476", "4477", "4518", "4588", "4848", "4869", "4874",
}  # fmt: skip
BROKEN_GOLD = {"0203", "0666", "0671", "0673", "0688", "2498", "4267", "4304", "4420", "4526", "4859", "4861"}
FRENCH = {"0608", "0609", "0644", "0645"}
CUT = {"0547", "0578", "1708", "2269", "2498", "2855", "2857", "4694"}  # golds that end in the middle of the page
#: Pages that nothing is wrong with: what is found in them would be a false alarm.
SOUND = {"0001", "0002", "0003", "0005", "0007"}


def kinds_of(pages: Iterator[Page], kinds: Collection[str] = ()) -> dict[str, set[str]]:
    """Return the ids of the pages with each kind of finding."""
    found: dict[str, set[str]] = {}
    for finding in audit(pages, kinds=kinds):
        found.setdefault(finding.kind, set()).add(finding.page)
    return found


def published(archives: Path, name: str) -> Iterator[Page]:
    return read(name, archives / corpus_info(name).archive)


@pytest.mark.slow
def test_the_faults_of_wcxb_are_found(archives: Path) -> None:
    listed = SHELLS | EMPTY | IN_SCRIPTS | CONTRADICTING | BROKEN_GOLD | FRENCH | CUT | SOUND | {"4893"}
    found = kinds_of(page for page in published(archives, "wcxb") if page.id in listed)
    assert found["stub"] == SHELLS
    assert found["empty-gold"] == EMPTY
    assert found["gold-in-scripts"] == IN_SCRIPTS
    assert found["without-in-gold"] == CONTRADICTING
    assert found["mojibake-gold"] == BROKEN_GOLD
    assert found["wrong-language"] == FRENCH
    assert found["gold-stops-early"] >= CUT
    assert found["no-gold"] == {"4802", "4893"}
    assert found["gold-not-in-page"] == IN_SCRIPTS | SHELLS - {"4802"}
    assert not set.union(*found.values()) & SOUND


def test_pages_in_both_folders_of_wcxb_are_found(archives: Path, tmp_path: Path) -> None:
    upstream = locate(corpus_info("wcxb"), archives / "wcxb.tar.zst")
    leaked = ("0007", "0310", "4147")
    for split, names in (("dev", ("0001", *leaked)), ("test", leaked)):
        for name in names:
            for file in (f"ground-truth/{name}.json", f"html/{name}.html.gz"):
                (tmp_path / split / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(upstream / "dev" / file, tmp_path / split / file)
    faults = list(layout_faults("wcxb", tmp_path))
    assert [(fault.page, fault.kind) for fault in faults] == [(name, "in-both-splits") for name in leaked]
    assert all("the same bytes" in fault.reason for fault in faults)
    assert {page.id: page.split for page in read("wcxb", tmp_path)} == {"0001": "dev"} | dict.fromkeys(leaked, "test")


@pytest.mark.parametrize(
    ("name", "kind", "pages"),
    [
        ("cleaneval", "mojibake-gold", 42),
        ("daniel", "lost-characters-page", 73),
        ("mozilla-readability", "repeated-opening", 22),
        ("trafilatura", "without-not-in-page", 243),
        ("scrapinghub", "wrong-language", 4),
    ],
)
def test_as_many_pages_are_found_as_there_are(archives: Path, name: str, kind: str, pages: int) -> None:
    assert len(kinds_of(published(archives, name), [kind])[kind]) == pages


def test_the_stubs_of_dragnet_are_found(archives: Path) -> None:
    near = {"R236", "R237", "R238", "R426", "R427", "R428"}
    pages = (page for page in published(archives, "dragnet") if page.id in near)
    assert kinds_of(pages, ["stub"]) == {"stub": {"R237", "R427"}}


def test_pages_of_cleaneval_without_a_gold_are_found(archives: Path) -> None:
    faults = list(layout_faults("cleaneval", archives / corpus_info("cleaneval").archive))
    assert {fault.kind for fault in faults} == {"no-gold"}
    assert len(faults) == 59


def test_golds_of_daniel_that_are_of_another_page_are_found(archives: Path) -> None:
    ids = ("northnews.cn_e23d84", "tanea.gr_48566923", "www.rp.pl_849dd4d8")
    pages = (page for page in published(archives, "daniel") if any(part in page.id for part in ids))
    found = kinds_of(pages, ["gold-not-in-page", "wrong-script"])
    assert len(found["gold-not-in-page"]) == 3
    assert [page.partition("_")[2][:16] for page in found["wrong-script"]] == ["www.northnews.cn"]
