"""`duramen train push`: weights on the Hub with a card and scores that it reads, or an error that says what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
import yaml
from huggingface_hub import parse_eval_result_entries
from typer.testing import CliRunner

import duramen
from duramen import weights
from duramen.errors import DataError, UsageError
from duramen_train.cli import app
from duramen_train.evaluate import Row
from duramen_train.scores import Benchmark, benchmark, eval_results

#: huggingface_hub's own upload by LFS, which is used where Xet is not, speaks to its HTTP client in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

_ROW = Row("wcxb", "all", 40, 0.87993, 0.86, 0.9, 0.9, 0.9, 0.8, 0.99)


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """What `duramen train evaluate --json` prints."""
    rows = [{name: getattr(_ROW, name) for name in Row.__slots__} | {"page_type": kind} for kind in ("forum", "all")]
    path = tmp_path / "wcxb.json"
    path.write_text(json.dumps(rows))
    return path


def test_weights_go_with_their_card_and_scores(fake_hub: Any, evaluation: Path) -> None:
    options = ("--evaluation", evaluation, "--benchmark", "wcxb=me/pages#dev")
    where = _run("push", weights.place(), "me/weights", *options).strip()
    repository = fake_hub.repositories["models", "me/weights"]
    assert where == f"{fake_hub.url}/me/weights/commit/{repository.refs['main']}"
    assert repository.private
    files = repository.head()
    assert set(files) == {".gitattributes", "README.md", "config.json", "arrays.npz", ".eval_results/wcxb.yaml"}
    entry = parse_eval_result_entries(yaml.safe_load(files[".eval_results/wcxb.yaml"]))[0]
    assert (entry.dataset_id, entry.task_id, entry.value) == ("me/pages", "dev", 0.8799)
    assert entry.source_url == f"{fake_hub.url}/me/weights"
    assert entry.notes is not None
    assert "no page of the host" in entry.notes
    assert duramen.Extractor.from_pretrained("me/weights").model.config["name"] == "boosted"


def test_the_card_is_one_that_the_hub_reads(fake_hub: Any) -> None:
    _run("push", weights.place(), "me/weights", "--public")
    repository = fake_hub.repositories["models", "me/weights"]
    assert not repository.private
    card = huggingface_hub.ModelCard(repository.head()["README.md"].decode())
    assert card.data.model_name == "duramen-boosted"
    found = {result.dataset_name: result.metric_value for result in card.data.eval_results}
    ours = (weights.place() / "MODEL_CARD.md").read_text("utf-8")
    assert "wcxb" in found
    assert set(found) == set(re.findall(r"dataset: \{name: ([\w-]+)", ours))
    assert all(0.8 < value < 1 for value in found.values())


def test_scores_of_another_time_go_with_the_commit(fake_hub: Any, evaluation: Path) -> None:
    repository = fake_hub.model("me/weights", {".eval_results/old.yaml": b"- {}", "notes.md": b"mine"})
    _run("push", weights.place(), "me/weights")  # without scores, those that are there stay
    assert ".eval_results/old.yaml" in repository.head()
    _run("push", weights.place(), "me/weights", "--evaluation", evaluation, "--benchmark", "wcxb=me/pages")
    assert {name for name in repository.head() if "/" in name} == {".eval_results/wcxb.yaml"}
    assert "notes.md" in repository.head()


def test_a_dry_run_lists_what_would_go(fake_hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    said = _run("push", weights.place(), "me/weights", "--dry-run")
    assert [line.split()[0] for line in said.splitlines()] == ["README.md", "config.json", "arrays.npz"]
    assert fake_hub.asked == []
    with pytest.raises(UsageError, match=r"no token for the Hugging Face Hub here\. Type: hf auth login"):
        _run("push", weights.place(), "me/weights")


def test_damaged_weights_are_not_sent(fake_hub: Any, tmp_path: Path) -> None:
    duramen.Extractor().save_pretrained(tmp_path)
    (tmp_path / "arrays.npz").write_bytes((tmp_path / "arrays.npz").read_bytes()[:-100])
    with pytest.raises(DataError, match="cannot be used"):
        _run("push", tmp_path, "me/weights")
    with pytest.raises(UsageError, match=r"config\.json is missing"):
        _run("push", tmp_path / "nowhere", "me/weights")
    assert fake_hub.asked == []


def test_an_evaluation_alone_is_not_passed_over(evaluation: Path) -> None:
    with pytest.raises(UsageError, match=r"--evaluation is for benchmarks\. Add: --benchmark CORPUS=OWNER/DATASET"):
        _run("push", weights.place(), "me/w", "--evaluation", evaluation, "--dry-run")


def test_shipped_weights_go_by_name(fake_hub: Any) -> None:
    _run("push", weights.DEFAULT, "me/weights")
    assert b"license: apache-2.0" in fake_hub.repositories["models", "me/weights"].head()["README.md"]


def test_what_is_no_repository_or_benchmark_is_named(evaluation: Path) -> None:
    with pytest.raises(UsageError, match=r"Type: duramen train push .* YOURNAME/NAME"):
        _run("push", weights.place(), "weights")
    with pytest.raises(UsageError, match=r"'pages' is no repository .* --benchmark wcxb=OWNER/DATASET#TASK"):
        _run("push", weights.place(), "me/w", "--evaluation", evaluation, "--benchmark", "wcxb=pages", "--dry-run")
    with pytest.raises(UsageError, match=r"--benchmark dragnet: the evaluations are of wcxb\. Add: --evaluation FILE"):
        _run("push", weights.place(), "me/w", "--evaluation", evaluation, "--benchmark", "dragnet=me/p", "--dry-run")


def test_a_task_is_by_default_called_as_the_corpus() -> None:
    assert benchmark("me/pages", "wcxb") == Benchmark("me/pages", "wcxb")
    assert benchmark("me/pages#dev", "wcxb") == Benchmark("me/pages", "dev")
    assert eval_results([_ROW], {}, "https://hub.example") == {}
