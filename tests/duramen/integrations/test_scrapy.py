"""Scrapy's pipeline and response helper: by hand, and in a crawl of a server of our own."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scrapy", reason="needs scrapy: pip install --group integrations")

import scrapy
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from duramen.integrations.scrapy import DuramenPipeline, extract_response


def test_a_response(html: bytes, url: str) -> None:
    response = HtmlResponse(url, body=html)
    item = extract_response(response, output="markdown")
    assert "Apples from Malmö" in item["text"]
    assert (item["url"], item["title"], item["authors"]) == (url, "Keeping apples", ["Ada Lund"])
    assert item["problem"] is None


def test_the_header_says_the_charset(url: str, html: bytes) -> None:
    undeclared = html.replace(b'<meta charset="iso-8859-1">', b"").decode("latin-1")
    body = undeclared.replace("©", "").replace("Malmö", "Łódź").encode("iso-8859-2")
    response = Response(url, headers={"Content-Type": "text/html; charset=iso-8859-2"}, body=body)
    assert "Apples from Łódź" in extract_response(response)["text"]


def test_a_response_with_nothing(nothing: bytes, url: str) -> None:
    item = extract_response(Response(url, body=nothing))
    assert item["text"] is None
    assert item["problem"]


class Page(scrapy.Item):
    url = scrapy.Field()
    html = scrapy.Field()
    text = scrapy.Field()
    title = scrapy.Field()


@dataclasses.dataclass
class Record:
    url: str
    html: bytes | None
    text: str | None = None
    date: str | None = "1999"


def test_items_of_every_kind(html: bytes, url: str) -> None:
    pipeline = DuramenPipeline()
    plain = pipeline.process_item({"url": url, "html": html, "title": "mine"})
    assert "html" not in plain
    assert "Apples from Malmö" in plain["text"]
    assert plain["title"] == "mine"
    assert plain["language"] == "en"
    item = pipeline.process_item(Page(url=url, html=html.decode("latin-1")))
    assert item["html"] is None
    assert item["title"] == "Keeping apples"
    assert "date" not in item
    record = pipeline.process_item(Record(url, html))
    assert "Apples" in (record.text or "")
    assert (record.html, record.date) == (None, "1999")
    assert pipeline.process_item({"url": url, "price": 3}) == {"url": url, "price": 3}


def test_items_without_content_are_dropped(nothing: bytes, url: str) -> None:
    with pytest.raises(DropItem, match=url):
        DuramenPipeline().process_item({"url": url, "html": nothing})


def test_settings_say_what_is_asked(html: bytes) -> None:
    crawler = get_crawler(settings_dict={"DURAMEN": {"html": "body", "text": "markdown", "output": "markdown"}})
    pipeline = DuramenPipeline.from_crawler(crawler)
    assert pipeline.process_item({"body": html})["markdown"].startswith("# Keeping apples\n")


SPIDER = """
import scrapy

class Orchard(scrapy.Spider):
    name = "orchard"
    custom_settings = {
        "ITEM_PIPELINES": {"duramen.integrations.scrapy.DuramenPipeline": 300}, "TELNETCONSOLE_ENABLED": False
    }
    async def start(self):
        for name in ("apples", "empty"):
            yield scrapy.Request(f"{self.site}/{name}.html")
    def parse(self, response):
        yield {"url": response.url, "html": response.body}
"""


def test_in_a_crawl(html: bytes, tmp_path: Path) -> None:
    (tmp_path / "apples.html").write_bytes(html)
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "spider.py").write_text(SPIDER)
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "runspider",
        "spider.py",
        "-O",
        "out.jsonl",
        "-a",
        f"site={tmp_path.as_uri()}",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (item,) = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    assert "Apples from Malmö" in item["text"]
    assert item["title"] == "Keeping apples"
    assert "Dropped: " in done.stderr
