"""Makes the documentation's pictures anew, in light and dark: `make pictures`.

A browser (Debian's chromium) shows what commands write: the page that `duramen explain --html` makes of a page of the
starter corpus, and the committed leaderboards. Published pages are on none of them. Written to `docs/pictures`.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parent
_PAGE: Final = "genesis-thornwickcourier-0"
_MOST: Final = 200_000  # bytes of a picture
_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
#: Shows a file in a frame, waits until it says that it is settled, and scrolls to what the picture is of.
_FRAME: Final = """<!doctype html><meta charset="utf-8"><style>html,body{margin:0;overflow:hidden}iframe{border:0;
width:%(width)dpx;height:%(height)dpx;display:block}</style><iframe src="%(address)s"></iframe><script>
const frame = document.querySelector("iframe");
frame.addEventListener("load", async () => {
  const page = frame.contentDocument;
  for (let i = 0; i < 200 && %(settles)s && page.documentElement.dataset.shown === undefined; i++)
    await new Promise(done => setTimeout(done, 25));
  const there = %(selector)s && [...page.querySelectorAll(%(selector)s)].find(element => element.checkVisibility());
  const top = () => there.getBoundingClientRect().top - %(above)d;
  for (let i = 0; there && i < 20 && Math.abs(top()) > 1; i++) {  // what comes into view may grow
    let pane = there.parentElement;
    while (pane.parentElement && pane.scrollHeight <= pane.clientHeight) pane = pane.parentElement;
    (pane.parentElement ? pane : frame.contentWindow).scrollBy({top: top(), behavior: "instant"});
    await new Promise(done => setTimeout(done, 25));
  }
});
</script>"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what is shown (`address` behind the file's), its size, and what stands `above` pixels from its top."""

    name: str
    file: Path
    width: int
    height: int
    address: str = ""
    selector: str = "null"
    above: int = 16
    settles: bool = False


def main() -> int:
    """Make every picture, and return the exit code."""
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print("no browser here: apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        for picture in _pictures(Path(scratch)):
            for scheme, setting in (("light", 1), ("dark", 0)):
                target = _HERE / "pictures" / f"{picture.name}-{scheme}.webp"
                target.write_bytes(_small(_shot(browser, picture, setting, Path(scratch))))
                print(target)
    return 0


def _pictures(scratch: Path) -> list[Picture]:
    why = scratch / "why.html"
    why.write_text(_explained(), "utf-8")
    board = _ROOT / "results" / "leaderboard.html"
    return [
        Picture("overlay", why, 1280, 860, selector='"#b19"', above=250),
        Picture("leaderboard", board, 1280, 860, "#corpus=cleaneval", '"#overview"', settles=True),
        Picture(  # what stands at the top of the window stays there
            "pareto", board, 960, 720, "#corpus=cleaneval", "'#overview figure.plot[data-cost=time]'", 154, settles=True
        ),
    ]


def _explained() -> str:
    from duramen_corpora import stream

    page = next(page for page in stream("starter") if page.id == _PAGE)
    command = [sys.executable, "-m", "duramen", "explain", "-", "--html", "-", "--url", page.url]
    return subprocess.run(command, input=page.html, capture_output=True, check=True).stdout.decode("utf-8")


def _shot(browser: str, picture: Picture, scheme: int, scratch: Path) -> bytes:
    """Return a PNG, two pixels to a CSS pixel."""
    frame, shot = scratch / "frame.html", scratch / "shot.png"
    address = picture.file.as_uri() + picture.address
    values = {"width": picture.width, "height": picture.height, "address": address.replace("&", "&amp;")}
    values |= {"selector": picture.selector, "above": picture.above, "settles": str(picture.settles).lower()}
    frame.write_text(_FRAME % values, "utf-8")
    command = [
        browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--hide-scrollbars", "--force-device-scale-factor=2", f"--user-data-dir={scratch / 'profile'}",
        "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=20000",
        f"--blink-settings=preferredColorScheme={scheme}", f"--window-size={picture.width},{picture.height}",
        f"--screenshot={shot}", frame.as_uri(),
    ]  # fmt: skip
    home = {name: str(scratch) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    subprocess.run(command, capture_output=True, timeout=180, check=True, env={**os.environ, **home})
    return shot.read_bytes()


def _small(png: bytes) -> bytes:
    """Return the picture as WebP, as good as its size allows."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (90, 80, 70, 60, 45, 30):
        out = io.BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() < _MOST:
            return out.getvalue()
    raise SystemExit("a picture that is too large, however it is written: make it smaller in docs/pictures.py")


if __name__ == "__main__":
    sys.exit(main())
