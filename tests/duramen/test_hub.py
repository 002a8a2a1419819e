"""Weights from the Hub and to it, with the real client and a fake of the Hub on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from huggingface_hub import constants
from huggingface_hub.utils import validate_repo_id

import duramen
from duramen import DataError, DuramenError, UsageError, weights
from duramen.cli import main
from duramen.hub.card import card_of, readme, staged
from duramen.hub.fetch import located
from duramen.hub.names import Named, check_repository, named

#: huggingface_hub's own upload by LFS, which is used where Xet is not, speaks to its HTTP client in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

_SHIPPED = weights.place()
_HTML = b"<nav><a href=/>Home</a></nav><p>" + b"A sentence that is long enough to be kept. " * 5


@pytest.fixture
def files() -> dict[str, bytes]:
    """What a repository of weights holds, and more that nobody should fetch."""
    files = {name: (_SHIPPED / name).read_bytes() for name in weights.LIMITS}
    return files | {"README.md": b"# Weights", "model.pkl": b"cos\nsystem\n(S'true'\ntR."}


def _renamed(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    config = json.loads(files["config.json"]) | {"name": name}
    return files | {"config.json": json.dumps(config).encode()}


# ---------------------------------------------------------------------------------------------------------------------
# Names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("me/weights", Named("me/weights")),
        ("me/weights@v1.0", Named("me/weights", "v1.0")),
        ("me/weights@refs/pr/1", Named("me/weights", "refs/pr/1")),
        ("My_Org-2/a.b-c_d", Named("My_Org-2/a.b-c_d")),
        ("weights", None),
        ("me/weights/boosted", None),
        ("./weights", None),
        ("../weights", None),
        ("/tmp/weights", None),
        ("~/weights", None),
        ("me/weights@", None),
        ("me/wei ghts", None),
        ("me/..", None),
        ("me/weights.git", None),
        ("https://huggingface.co/me/weights", None),
    ],
)
def test_what_a_repository_is_called(text: str, found: Named | None) -> None:
    assert named(text) == found
    if found is not None:
        validate_repo_id(found.id)


def test_what_is_no_repository_is_answered_with_what_is_one() -> None:
    check_repository("me/weights")
    for wrong in ("weights", "me/weights@v1"):
        with pytest.raises(UsageError, match=r"is no repository on the Hub\. Type: YOURNAME/NAME"):
            check_repository(wrong)


# ---------------------------------------------------------------------------------------------------------------------
# From the Hub


def test_weights_of_a_repository_are_fetched_and_nothing_else(fake_hub: Any, files: dict[str, bytes]) -> None:
    oid = fake_hub.model("me/weights", files).refs["main"]
    extractor = duramen.Extractor.from_pretrained("me/weights")
    assert extractor(_HTML).text == duramen.Extractor()(_HTML).text
    fetched = [path for path in fake_hub.asked if path.startswith("GET /me/")]
    # The second file is of the commit that the first one was of, wherever the branch is by then.
    assert fetched == ["GET /me/weights/resolve/main/config.json", f"GET /me/weights/resolve/{oid}/arrays.npz"]


def test_what_is_cached_is_not_fetched_again(fake_hub: Any, files: dict[str, bytes], tmp_path: Path) -> None:
    fake_hub.model("me/weights", files)
    for _ in range(2):
        duramen.Extractor.from_pretrained("me/weights", cache_dir=tmp_path / "elsewhere")
    assert sum(path.startswith("GET /me/") for path in fake_hub.asked) == 2
    duramen.Extractor.from_pretrained("me/weights", cache_dir=tmp_path / "elsewhere", force_download=True)
    assert sum(path.startswith("GET /me/") for path in fake_hub.asked) == 4
    assert not Path(constants.HF_HUB_CACHE).exists()


def test_a_revision_is_what_it_was(fake_hub: Any, files: dict[str, bytes]) -> None:
    repository = fake_hub.model("me/weights", _renamed(files, "first"))
    first = repository.refs["v1"] = repository.refs["main"]
    repository.commit(_renamed(files, "second"))

    def name(revision: str | None) -> str:
        return str(duramen.Extractor.from_pretrained("me/weights", revision=revision).model.config["name"])

    assert [name(None), name("v1"), name(first), name("main")] == ["second", "first", "first", "second"]


def test_a_folder_and_a_name_need_no_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    duramen.Extractor().save_pretrained(tmp_path / "weights")
    for where in (tmp_path / "weights", str(tmp_path / "weights"), "boosted"):
        assert duramen.Extractor.from_pretrained(where)(_HTML).text == duramen.Extractor()(_HTML).text
    with pytest.raises(UsageError, match=r"needs huggingface_hub.* Type: pip install 'duramen\[hub\]'"):
        duramen.Extractor.from_pretrained("me/weights")
    with pytest.raises(UsageError, match=r"Type: pip install 'duramen\[hub\]'"):
        duramen.Extractor().push_to_hub("me/weights")


def test_saved_weights_are_the_same_bytes(tmp_path: Path) -> None:
    duramen.Extractor().save_pretrained(tmp_path)
    for name in (*weights.LIMITS, "MODEL_CARD.md"):
        assert (tmp_path / name).read_bytes() == (_SHIPPED / name).read_bytes()


def test_what_is_neither_folder_nor_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder here, and no repository"):
        duramen.Extractor.from_pretrained("nowhere")
    with pytest.raises(UsageError, match=r"no weights in .*nowhere: config.json is missing"):
        duramen.Extractor.from_pretrained(tmp_path / "nowhere")
    with pytest.raises(
        UsageError, match=r"no weights in me/weights: .* Type: Extractor.from_pretrained\('me/weights'\)"
    ):
        duramen.Extractor("me/weights")
    with pytest.raises(UsageError, match=r"from_pretrained\('me/weights', revision='v1'\)"):
        duramen.Extractor.from_pretrained("me/weights@v1")


def _private(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", files, private=True)


def _gated(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", files, gated=True)


def _there(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", files)


def _other(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", {"model.safetensors": b"", "README.md": b""})


def _half(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", {"config.json": files["config.json"]})


def _large(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", files | {"config.json": bytes(weights.LIMITS["config.json"] + 1)})


def _truncated(hub: Any, files: dict[str, bytes]) -> None:
    _there(hub, files)
    hub.spoil["arrays.npz"] = lambda whole: whole[:-1000]


def _corrupt(hub: Any, files: dict[str, bytes]) -> None:
    _there(hub, files)
    hub.spoil["arrays.npz"] = lambda whole: whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]


def _no_zip(hub: Any, files: dict[str, bytes]) -> None:
    hub.model("me/weights", files | {"arrays.npz": b"<html>Not found</html>"})


def _down(hub: Any, files: dict[str, bytes]) -> None:
    hub.down = 503


_NOT_KNOWN = r"no model me/weights on the Hub, or it is private .* type: hf auth login, or: export HF_TOKEN=TOKEN"


@pytest.mark.parametrize(
    ("made", "how", "error", "said"),
    [
        pytest.param(_private, {"token": False}, UsageError, _NOT_KNOWN, id="private, nobody"),
        pytest.param(_private, {"token": "hf_of_a_stranger"}, UsageError, _NOT_KNOWN, id="private, a stranger"),
        pytest.param(lambda *_: None, {}, UsageError, _NOT_KNOWN, id="missing"),
        pytest.param(lambda *_: None, {"token": False}, UsageError, _NOT_KNOWN, id="missing, nobody"),
        pytest.param(_gated, {"token": False}, UsageError, "is gated: .* Ask at http.*/me/weights, then", id="gated"),
        pytest.param(_gated, {"token": "hf_of_a_stranger"}, UsageError, "is gated: .* Ask at http", id="gated, 403"),
        pytest.param(_there, {"token": "hf_bad"}, UsageError, "does not know your token .*hf auth login", id="token"),
        pytest.param(_there, {"revision": "v9"}, UsageError, "has no revision 'v9'.* are at http", id="revision"),
        pytest.param(_other, {}, UsageError, "me/weights holds no weights of Duramen: not all of config", id="other"),
        pytest.param(_half, {}, UsageError, "holds no weights of Duramen: not all of config.json arrays", id="half"),
        pytest.param(_large, {}, DataError, r"config.json of me/weights has 16,777,217 bytes: .* at most", id="large"),
        pytest.param(_truncated, {}, DataError, "should be of size .*hf download me/.* --force-", id="truncated"),
        pytest.param(_corrupt, {}, DataError, "cannot be used: .*hf download me/weights .*--force-", id="corrupt"),
        pytest.param(_no_zip, {}, DataError, "cannot be used: .*not a zip file.*--force-download", id="no zip"),
        pytest.param(
            _down, {}, DataError, "not in the cache, and http.* could not be asked for it .*Hub is", id="down"
        ),
        pytest.param(_there, {"local_files_only": True}, UsageError, "local_files_only was asked for", id="local"),
    ],
)
def test_what_goes_wrong_is_said_with_its_cure(
    made: Any, how: dict[str, Any], error: type[DuramenError], said: str, fake_hub: Any, files: dict[str, bytes]
) -> None:
    made(fake_hub, files)
    with pytest.raises(error, match=said):
        duramen.Extractor.from_pretrained("me/weights", **how)
    assert not any("model.pkl" in path for path in fake_hub.asked)


def test_who_may_read_a_private_one_reads_it(fake_hub: Any, files: dict[str, bytes]) -> None:
    fake_hub.model("me/weights", files, private=True, gated=True)
    assert duramen.Extractor.from_pretrained("me/weights")(_HTML).text  # the token is the environment's


def test_damage_is_mended_by_what_the_error_says(fake_hub: Any, files: dict[str, bytes]) -> None:
    _corrupt(fake_hub, files)
    for _ in range(2):  # it is in the cache by then
        with pytest.raises(DataError, match="--force-download"):
            duramen.Extractor.from_pretrained("me/weights")
    fake_hub.spoil.clear()
    assert duramen.Extractor.from_pretrained("me/weights", force_download=True)(_HTML).text


@pytest.mark.parametrize("switch", ["HF_HUB_OFFLINE", "local_files_only", "no network"])
def test_without_a_network_there_is_the_cache(
    switch: str, fake_hub: Any, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = fake_hub.model("me/weights", files)
    oid = repository.refs["v1"] = repository.refs["main"]
    duramen.Extractor.from_pretrained("me/weights")
    fake_hub.asked.clear()
    local = switch == "local_files_only"
    if switch == "HF_HUB_OFFLINE":
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    elif not local:
        _cut_off(monkeypatch)
    for revision in (None, oid):
        extractor = duramen.Extractor.from_pretrained("me/weights", revision=revision, local_files_only=local)
        assert extractor(_HTML).text
    assert fake_hub.asked == []
    if not local:
        with pytest.raises(DataError, match=r"could not fetch me/weights \(.*\)\. Type: hf download me/weights config"):
            duramen.Extractor.from_pretrained("me/weights", force_download=True)


def test_a_cached_commit_needs_nobody(fake_hub: Any, files: dict[str, bytes]) -> None:
    oid = fake_hub.model("me/weights", files).refs["main"]
    duramen.Extractor.from_pretrained("me/weights", revision=oid)
    fake_hub.asked.clear()
    duramen.Extractor.from_pretrained("me/weights", revision=oid)
    assert fake_hub.asked == []


def _cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody answer where the client asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    url = endpoint + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", url)


def _in_a_process(code: str, **environment: str) -> str:
    """Return the last line of stderr, by a client that reads its settings anew."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("HF_")} | environment
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1]


def test_offline_and_without_a_cache(tmp_path: Path) -> None:
    code = "import duramen; duramen.Extractor.from_pretrained('me/weights', revision='v1')"
    said = _in_a_process(code, HF_HUB_OFFLINE="1", HF_HOME=str(tmp_path))
    assert said.startswith(
        "duramen.errors.UsageError: me/weights at v1 is not in the cache, not all of it, and the Hub"
    )
    assert said.endswith("HF_HUB_OFFLINE is set. Where there is a network, type: hf download me/weights --revision v1 "
                         "config.json arrays.npz")  # fmt: skip


def test_no_network_and_no_cache(fake_hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _cut_off(monkeypatch)
    with pytest.raises(DataError, match=r"is not in the cache, and http.*not be asked .*Connection refused") as e:
        duramen.Extractor.from_pretrained("me/weights")
    assert str(e.value).endswith("When there is a network, type: hf download me/weights config.json arrays.npz")
    with pytest.raises(DataError, match=r"could not push to me/weights \(.*Connection refused\)\. Try again"):
        duramen.Extractor().push_to_hub("me/weights")


# ---------------------------------------------------------------------------------------------------------------------
# The command


def test_the_command_takes_a_repository(
    fake_hub: Any, files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = fake_hub.model("me/weights", files)
    repository.refs["v1"] = repository.refs["main"]
    page = tmp_path / "page.html"
    page.write_bytes(_HTML)
    said = []
    for asked in ("boosted", str(_SHIPPED), "me/weights", "me/weights@v1"):
        with pytest.raises(SystemExit) as ended:
            main(["extract", str(page), "--weights", asked])
        said.append((ended.value.code, capsys.readouterr().out))
    assert said == [said[0]] * 4
    assert said[0][0] == 0
    with pytest.raises(SystemExit):
        main(["explain", str(page), "--weights", "me/weights", "--json"])
    assert json.loads(capsys.readouterr().out)


def test_a_folder_stands_before_a_repository(fake_hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    duramen.Extractor().save_pretrained("me/weights")
    assert located("me/weights") == "me/weights"
    assert (located(None), located("boosted"), located("bosted"), fake_hub.asked) == (None, "boosted", "bosted", [])


def test_a_misspelt_folder_is_not_taken_for_a_repository_alone(fake_hub: Any) -> None:
    with pytest.raises(UsageError, match=r"no folder weights/bosted here\. As a repository: there is no model wei"):
        located("weights/bosted")


# ---------------------------------------------------------------------------------------------------------------------
# To the Hub


def test_weights_go_there_and_come_back(fake_hub: Any) -> None:
    where = duramen.Extractor().push_to_hub("me/mine", private=True, commit_message="First")
    repository = fake_hub.repositories["models", "me/mine"]
    assert where == f"{fake_hub.url}/me/mine/commit/{repository.refs['main']}"
    assert repository.private
    assert set(repository.head()) == {".gitattributes", "README.md", "config.json", "arrays.npz"}
    assert repository.head()["arrays.npz"] == (_SHIPPED / "arrays.npz").read_bytes()
    card = huggingface_hub.ModelCard(repository.head()["README.md"].decode())
    assert 'duramen.Extractor.from_pretrained("me/mine")(html)' in card.content
    assert (card.data.library_name, card.data.license) == ("duramen", "apache-2.0")
    back = duramen.Extractor.from_pretrained("me/mine")
    assert back.model.config == duramen.Extractor().model.config
    back.push_to_hub("me/copy")  # the card was not fetched
    assert b"No card came with these weights" in fake_hub.repositories["models", "me/copy"].head()["README.md"]


def test_a_name_alone_is_ones_own(fake_hub: Any) -> None:
    duramen.Extractor().push_to_hub("mine")
    card = fake_hub.repositories["models", "me/mine"].head()["README.md"].decode()
    assert 'from_pretrained("me/mine")' in card
    with pytest.raises(DataError, match=r"could not ask who you are .* Give the whole name: OWNER/mine"):
        duramen.Extractor().push_to_hub("mine", token="hf_bad")


def test_a_branch_is_made_and_the_default_one_stays(fake_hub: Any) -> None:
    repository = fake_hub.model("me/mine")
    before = repository.refs["main"]
    duramen.Extractor().push_to_hub("me/mine", branch="next")
    assert repository.refs["main"] == before
    assert duramen.Extractor.from_pretrained("me/mine", revision="next")(_HTML).text


def test_a_model_without_a_folder_has_a_card_that_claims_nothing(fake_hub: Any) -> None:
    duramen.Extractor(duramen.Extractor().model).push_to_hub("me/mine")
    card = fake_hub.repositories["models", "me/mine"].head()["README.md"].decode()
    assert "No card came with these weights" in card
    assert 'from_pretrained("me/mine")' in card
    assert "license" not in card


def test_without_a_token_it_says_what_to_type(fake_hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(UsageError, match=r"no token .* Type: hf auth login, or: export HF_TOKEN=TOKEN"):
        duramen.Extractor().push_to_hub("me/mine")
    assert fake_hub.asked == []


def test_who_may_not_write_is_told(fake_hub: Any) -> None:
    fake_hub.model("me/mine")
    with pytest.raises(DataError, match=r"could not push to me/mine \(.*You have no rights here"):
        duramen.Extractor().push_to_hub("me/mine", token="hf_of_a_stranger")


def test_the_line_that_loads_is_that_of_the_repository() -> None:
    card = card_of(_SHIPPED, {})
    once = readme(card, "me/a")
    assert once != card
    assert readme(once, "me/b") == readme(card, "me/b")
    assert "duramen.duramen" not in readme(once, "me/b")


def test_a_stage_is_gone_in_the_end() -> None:
    with staged(duramen.Extractor().model, _SHIPPED, "me/a", {"wcxb.yaml": "- {}"}) as folder:
        assert (folder / ".eval_results" / "wcxb.yaml").is_file()
    assert not folder.exists()
