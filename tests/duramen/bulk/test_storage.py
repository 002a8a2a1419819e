"""Crawls elsewhere: buckets by a local fake of S3's API, servers with and without ranges."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest
import warcs

from duramen.bulk.pipeline import Job
from duramen.bulk.reader import records
from duramen.bulk.run import run
from duramen.bulk.sources import find
from duramen.bulk.storage import register


class Store(BaseHTTPRequestHandler):
    """What obstore asks of S3 (objects by GET, HEAD, PUT, COPY and DELETE, listing, multipart), and a plain server."""

    objects: dict[str, bytes]
    ranges: bool
    protocol_version = "HTTP/1.1"

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("ETag", '"e"')
        self.send_header("Last-Modified", "Sun, 29 Nov 2026 12:00:00 GMT")
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        if "list-type" in asked:
            self._answer(200, self._listing(asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]))
            return
        body = self.objects.get(unquote(address.path))
        if body is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        span = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "") if self.ranges else None
        if not span:
            self._answer(200, body, **({"Accept_Ranges": "bytes"} if self.ranges else {}))
            return
        first, last = int(span[1]), min(int(span[2] or len(body) - 1), len(body) - 1)
        self._answer(206, body[first : last + 1], Content_Range=f"bytes {first}-{last}/{len(body)}")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        path = unquote(urlsplit(self.path).path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if source := self.headers.get("x-amz-copy-source"):
            self.objects[path] = self.objects["/" + unquote(source).lstrip("/")]
            self._answer(200, b"<CopyObjectResult><ETag>e</ETag></CopyObjectResult>")
            return
        self.objects[path] = body
        self._answer(200)

    def do_DELETE(self) -> None:
        self.objects.pop(unquote(urlsplit(self.path).path), None)
        self._answer(204)

    def do_POST(self) -> None:  # several objects at once
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        bucket = urlsplit(self.path).path.rstrip("/")
        keys = re.findall(r"<Key>(.*?)</Key>", body)
        for key in keys:
            self.objects.pop(f"{bucket}/{key}", None)
        told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def _listing(self, prefix: str, delimiter: str) -> bytes:
        bucket = urlsplit(self.path).path.rstrip("/") + "/"
        keys = [path.removeprefix(bucket) for path in sorted(self.objects) if path.startswith(bucket + prefix)]
        folders = {
            prefix + key[len(prefix) :].partition(delimiter)[0] + delimiter
            for key in keys
            if delimiter and delimiter in key[len(prefix) :]
        }
        files = [key for key in keys if not (delimiter and delimiter in key[len(prefix) :])]
        told = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.objects[bucket + key])}</Size><ETag>e</ETag>"
            "<LastModified>2026-11-29T12:00:00.000Z</LastModified></Contents>"
            for key in files
        ) + "".join(f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>" for name in sorted(folders))
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{told}</ListBucketResult>".encode()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(params=[True, False], ids=["ranges", "whole"])
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, dict[str, bytes]]]:
    """A server's address and what it has, by path."""
    handler = type("Served", (Store,), {"objects": {}, "ranges": request.param})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", handler.objects  # type: ignore[attr-defined]
        http.shutdown()
        thread.join()


def test_a_server_s_warcs_are_read_with_and_without_ranges(
    tmp_path: Path, served: tuple[str, dict[str, bytes]]
) -> None:
    address, objects = served
    made = warcs.mixed(warcs.toys(60), tmp_path, 2)
    for path in made.files:
        objects[f"/cc/{path.name}"] = path.read_bytes()
    (tmp_path / "warc.paths").write_text("".join(f"cc/{path.name}\n" for path in made.files))
    found = [one for source in find([str(tmp_path / "warc.paths")], address) for one in records(source)]
    assert {one.id: one.html for one in found if one.outcome == "page"} == made.pages
    assert sum(one.outcome == "broken" for one in found) == made.counts["broken"]


def test_what_a_server_does_not_have_is_an_error_with_its_address(served: tuple[str, dict[str, bytes]]) -> None:
    (source,) = find([f"{served[0]}/none.warc.gz"])
    with pytest.raises(OSError, match=r"none\.warc\.gz"):
        list(records(source))


@pytest.mark.parametrize("served", [True], indirect=True)
def test_buckets_are_read_and_written(
    tmp_path: Path, served: tuple[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, objects = served
    for name, value in {
        "AWS_ENDPOINT_URL": address, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    made = warcs.mixed(warcs.toys(60), tmp_path, 2)
    for path in made.files:
        objects[f"/bucket/crawl/{path.name}"] = path.read_bytes()
    register()
    sources = find(["s3://bucket/crawl/"])
    assert [source.path for source in sources] == [f"s3://bucket/crawl/{path.name}" for path in made.files]
    assert find(["s3://bucket/crawl/*.warc.gz"]) == sources
    summary = run(Job(tuple(sources), "s3://bucket/out"))
    assert summary is not None
    assert summary.records == {name: made.counts[name] for name in summary.records}
    written = {name for name in objects if name.startswith("/bucket/out/")}
    assert {"/bucket/out/data/00000.parquet", "/bucket/out/data/00001.parquet"} <= written
    assert not [name for name in written if name.endswith(".part")]
    again = run(Job(tuple(sources), "s3://bucket/out"))
    assert again == summary
