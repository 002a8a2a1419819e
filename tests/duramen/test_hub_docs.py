"""The page on the Hub in the documentation, run from top to bottom against a fake of the Hub."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from duramen import weights
from duramen.cli import main
from duramen_corpora import stream

_PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "hub.md"
_BLOCK = re.compile(
    r"^<!-- not run: it asks the Hub;[^\n]*-->\n```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)

#: huggingface_hub's own upload by LFS, which is used where Xet is not, speaks to its HTTP client in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


def _typed(line: str) -> None:
    prompt, command, *arguments = shlex.split(line)
    assert (prompt, command) == ("$", "duramen"), line
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0, line


@pytest.mark.slow
def test_the_page_does_what_it_says(fake_hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DURAMEN_CACHE", str(tmp_path / "cache"))
    html = next(stream("starter")).html
    Path("page.html").write_bytes(html)
    there = fake_hub.model("me/weights", {name: (weights.place() / name).read_bytes() for name in weights.LIMITS})
    there.refs["v1.0"] = there.refs["main"]
    names: dict[str, Any] = {"html": html}
    blocks = _BLOCK.findall(_PAGE.read_text("utf-8"))
    assert len(blocks) == _PAGE.read_text("utf-8").count("<!-- not run: it asks the Hub") >= 7
    for kind, code in blocks:
        if kind == "python":
            exec(compile(code, str(_PAGE), "exec"), names)
        else:
            for line in code.splitlines():
                _typed(line)
    kinds = {id: kind for kind, id in fake_hub.repositories}
    assert kinds == {"me/weights": "models", "me/pages": "datasets", "me/scores": "datasets"}
    assert {path.split("/")[0] for path in fake_hub.repositories["datasets", "me/scores"].head()} == {
        ".gitattributes",
        "README.md",
        "pages",
        "scores",
        "tools",
    }
