"""Ray Data and Spark, each in a process of its own: both leave threads and sockets behind that end with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from duramen.integrations.shared import FIELDS

_MOST = 300  # seconds: Ray waits for ever where it has too few CPUs

RAY = """
import json, ray
import pyarrow as pa
import pyarrow.parquet as pq
from duramen.integrations.batches import ExtractBatch

ray.init(num_cpus=3, include_dashboard=False)  # two for actors: reading and writing are tasks that want one as well
page = open("page.html", "rb").read()
rows = [{"id": i, "html": page if i % 3 else None, "url": f"https://a.example/{i}"} for i in range(20)]
pq.write_table(pa.Table.from_pylist(rows), "pages.parquet")
pool = ray.data.ActorPoolStrategy(size=2)
options = {"keep": ["id"], "output": "markdown"}
pages = ray.data.read_parquet("pages.parquet")
pages.map_batches(ExtractBatch, fn_constructor_kwargs=options, compute=pool, batch_size=1).write_parquet("texts")
rows = pq.read_table("texts").to_pylist()
json.dump(sorted(rows, key=lambda row: row["id"]), open("rows.json", "w"))
"""

SPARK = """
import json
from pyspark.sql import SparkSession
from duramen.integrations.frames import SPARK_SCHEMA, extract_frame

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
page = bytearray(open("page.html", "rb").read())
rows = [(i, page if i % 3 else None, f"https://a.example/{i}") for i in range(20)]
pages = spark.createDataFrame(rows, "id long, html binary, url string")

def extract(frames):
    for frame in frames:
        yield extract_frame(frame, keep=["id"], output="markdown")

texts = pages.mapInPandas(extract, f"id long, {SPARK_SCHEMA}")
json.dump(sorted((row.asDict() for row in texts.collect()), key=lambda row: row["id"]), open("rows.json", "w"))
spark.stop()
"""


def run(script: str, folder: Path, html: bytes) -> list[dict[str, Any]]:
    """Run a script in a folder, which is its home as well: Ray writes a token there. Return the rows it wrote."""
    (folder / "page.html").write_bytes(html)
    (folder / "script.py").write_text(script)
    env = {**os.environ, "HOME": str(folder), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=_MOST)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads((folder / "rows.json").read_text())
    return found


def check(rows: list[dict[str, Any]]) -> None:
    """Each page is there once, with its text, or without one and a reason."""
    assert [row["id"] for row in rows] == list(range(20))
    assert list(rows[0]) == ["id", "text", *FIELDS]
    for row in rows:
        assert row["url"] == f"https://a.example/{row['id']}"
        if row["id"] % 3:
            assert row["text"].startswith("# Keeping apples\n")
            assert "Malmö" in row["text"]
            assert (row["authors"], row["language"], row["problem"]) == (["Ada Lund"], "en", None)
            assert row["expected_f1"] > 0.5
        else:
            assert (row["text"], row["expected_f1"], row["authors"]) == (None, None, [])
            assert row["problem"]


@pytest.mark.slow
def test_ray_actors(html: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.importorskip("ray.data", reason="needs ray[data]: pip install --group integrations")
    check(run(RAY, tmp_path_factory.mktemp("ray"), html))


@pytest.mark.slow
def test_spark_in_local_mode(html: bytes, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="needs pyspark: pip install --group integrations")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 or later for Spark")
    check(run(SPARK, tmp_path, html))
