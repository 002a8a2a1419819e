"""A Hugging Face Hub for tests: enough of its HTTP API for the real client, on this machine, without a network.

Repositories are commits, which are files by path; large ones go by LFS, as they do there without Xet. What the client
asks for and how it is answered was read off `huggingface_hub` (`hf_api.py`, `file_download.py`, `_commit_api.py`) and
https://huggingface.co/docs/hub/api.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

TOKEN = "hf_of_the_owner"
STRANGER = "hf_of_a_stranger"
OWNER = "me"
_LARGE = ("*.npz", "*.parquet")

Files = dict[str, bytes]


@dataclass
class Repository:
    """What is in a repository. `files` are those of each commit, `refs` name commits."""

    kind: str
    id: str
    private: bool = False
    gated: bool = False
    files: dict[str, Files] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)

    def commit(self, files: Files, ref: str = "main") -> str:
        """Make these the files of a branch, and return the commit."""
        seed = json.dumps([self.id, len(self.files), sorted(files)]).encode()
        oid = hashlib.sha1(seed).hexdigest()
        self.files[oid] = dict(files)
        self.refs[ref] = oid
        return oid

    def at(self, revision: str) -> str | None:
        """Return the commit that a revision is."""
        return revision if revision in self.files else self.refs.get(revision)

    def head(self, ref: str = "main") -> Files:
        """Return the files that a branch has now."""
        return self.files[self.refs[ref]]


class RefusedError(Exception):
    """An answer in the Hub's own form: a status, its code for the reason, and what it says."""

    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        self.status, self.code, self.message = status, code, message

    def response(self) -> Response:
        """Return it as it goes over the wire."""
        body = json.dumps({"error": self.message})
        headers = {"X-Error-Code": self.code, "X-Error-Message": self.message}
        return Response(body, self.status, {k: v for k, v in headers.items() if v}, content_type="application/json")


def _rules() -> Map:
    kinds = "<any(models,datasets):kind>"
    of = "<owner>/<name>"
    api = f"/api/{kinds}/{of}"
    paths = {
        api: "info",
        f"{api}/revision/<path:revision>": "info",
        f"{api}/tree/<revision>": "tree",
        f"{api}/tree/<revision>/<path:path>": "tree",
        f"{api}/paths-info/<revision>": "paths_info",
        f"{api}/preupload/<revision>": "preupload",
        f"{api}/commit/<revision>": "commit",
        f"{api}/branch/<path:branch>": "branch",
        "/api/repos/create": "create",
        "/api/validate-yaml": "validate",
        "/api/whoami-v2": "whoami",
        f"/{of}/resolve/<revision>/<path:path>": "resolve",
        f"/datasets/{of}/resolve/<revision>/<path:path>": "resolve",
        f"/{of}.git/info/lfs/objects/batch": "batch",
        f"/datasets/{of}.git/info/lfs/objects/batch": "batch",
        "/lfs/<oid>": "store",
    }
    return Map([Rule(path, endpoint=name) for path, name in paths.items()], merge_slashes=False)


class FakeHub:
    """The Hub. `asked` is what was asked of it; `spoil` says what becomes of a file's bytes on the way."""

    def __init__(self, server: HTTPServer) -> None:
        self.repositories: dict[tuple[str, str], Repository] = {}
        self.large: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.spoil: dict[str, Any] = {}
        self.down: int | None = None
        self._rules = _rules()
        server.expect_request(re.compile("^/")).respond_with_handler(self._answer)
        self.url = server.url_for("").rstrip("/")

    def model(self, id: str, files: Files | None = None, **facts: bool) -> Repository:
        """Make a model."""
        return self._make("models", id, files, **facts)

    def dataset(self, id: str, files: Files | None = None, **facts: bool) -> Repository:
        """Make a data set."""
        return self._make("datasets", id, files, **facts)

    def _make(self, kind: str, id: str, files: Files | None, **facts: bool) -> Repository:
        made = Repository(kind, id, **facts)
        made.commit(files or {".gitattributes": b""})
        self.repositories[kind, id] = made
        return made

    def _answer(self, request: Request) -> Response:
        self.asked.append(f"{request.method} {request.path}")
        try:
            if self.down is not None:
                raise RefusedError(self.down, message="The Hub is down")
            name, found = self._rules.bind_to_environ(request.environ).match()
            answer = getattr(self, f"_{name}")(request, **found)
        except RefusedError as refused:
            return refused.response()
        except HTTPException as error:  # no rule: what the fake does not know
            return Response(f"the fake Hub has no {request.path}", error.code)
        return answer if isinstance(answer, Response) else Response(json.dumps(answer), content_type="application/json")

    def _known(self, request: Request) -> str | None:
        """Return who asks."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token and token not in (TOKEN, STRANGER):
            raise RefusedError(401, message="Invalid credentials in Authorization header")
        return token or None

    def _found(
        self, request: Request, owner: str, name: str, kind: str | None = None, *, write: bool = False
    ) -> Repository:
        """Return the repository that is asked for, if who asks may see it."""
        kind = kind or ("datasets" if request.path.startswith("/datasets/") else "models")
        token, repository = self._known(request), self.repositories.get((kind, f"{owner}/{name}"))
        if repository is None or (repository.private and token != TOKEN):
            if token is None:  # the Hub does not tell a stranger what there is
                raise RefusedError(401, "RepoNotFound", "Invalid username or password.")
            raise RefusedError(404, "RepoNotFound", "Repository not found")
        if write and token != TOKEN:
            raise RefusedError(403, message="You have no rights here")
        return repository

    def _commit_of(self, repository: Repository, revision: str) -> str:
        oid = repository.at(revision)
        if oid is None:
            raise RefusedError(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        return oid

    def _info(self, request: Request, kind: str, owner: str, name: str, revision: str = "main") -> Any:
        repository = self._found(request, owner, name, kind)
        oid = self._commit_of(repository, revision)
        return {
            "_id": "1",
            "id": repository.id,
            "sha": oid,
            "private": repository.private,
            "gated": "manual" if repository.gated else False,
            "tags": [],
            "downloads": 0,
            "likes": 0,
            "siblings": [{"rfilename": path} for path in sorted(repository.files[oid])],
        }

    def _entry(self, path: str, content: bytes) -> dict[str, Any]:
        entry = {"type": "file", "path": path, "size": len(content), "oid": _blob_id(content)}
        if _is_large(path):
            entry["lfs"] = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}
        return entry

    def _tree(self, request: Request, kind: str, owner: str, name: str, revision: str, path: str = "") -> Any:
        repository = self._found(request, owner, name, kind)
        files = repository.files[self._commit_of(repository, revision)]
        inside = {at: content for at, content in files.items() if not path or at.startswith(f"{path}/")}
        if path and not inside:
            raise RefusedError(404, "EntryNotFound", f"{path} does not exist")
        folders = {at.rsplit("/", i)[0] for at in inside for i in range(1, at.count("/") + 1)}
        entries: list[dict[str, Any]] = [{"type": "directory", "path": f, "oid": "0" * 40, "size": 0} for f in folders]
        entries += [self._entry(at, content) for at, content in inside.items()]
        deep = request.args.get("recursive", "").lower() in ("true", "1")
        depth = path.count("/") + 1 if path else 0
        return [entry for entry in entries if deep or entry["path"].count("/") == depth]

    def _paths_info(self, request: Request, kind: str, owner: str, name: str, revision: str) -> Any:
        repository = self._found(request, owner, name, kind)
        files = repository.files[self._commit_of(repository, revision)]
        asked = request.form.getlist("paths") or (request.get_json(silent=True) or {}).get("paths", [])
        folders = [path for path in asked if any(at.startswith(f"{path}/") for at in files)]
        found: list[dict[str, Any]] = [self._entry(path, files[path]) for path in asked if path in files]
        return found + [{"type": "directory", "path": path, "oid": "0" * 40} for path in folders]

    def _resolve(self, request: Request, owner: str, name: str, revision: str, path: str) -> Response:
        repository = self._found(request, owner, name)
        if repository.gated and self._known(request) != TOKEN:
            raise RefusedError(403 if self._known(request) else 401, "GatedRepo", "Access to it is restricted.")
        oid = self._commit_of(repository, revision)
        content = repository.files[oid].get(path)
        if content is None:
            refused = RefusedError(404, "EntryNotFound", "Entry not found").response()
            refused.headers["X-Repo-Commit"] = oid
            return refused
        sent = self.spoil.get(path, lambda whole: whole)(content) if request.method == "GET" else content
        etag = hashlib.sha256(content).hexdigest() if _is_large(path) else _blob_id(content)
        headers = {"X-Repo-Commit": oid, "ETag": f'"{etag}"', "Content-Length": str(len(sent))}
        return Response(sent, headers=headers, content_type="application/octet-stream")

    def _create(self, request: Request) -> Any:
        asked = request.get_json()
        if self._known(request) is None:
            raise RefusedError(401, message="Invalid username or password.")
        owner = asked.get("organization") or OWNER
        if self._known(request) != TOKEN or owner != OWNER:
            raise RefusedError(403, message="You have no rights here")
        kind, id = f"{asked.get('type') or 'model'}s", f"{owner}/{asked['name']}"
        url = f"{self.url}/{'datasets/' if kind == 'datasets' else ''}{id}"
        if (kind, id) in self.repositories:
            return Response(json.dumps({"error": "You already created it", "url": url}), 409)
        self._make(kind, id, None, private=asked.get("visibility") == "private" or bool(asked.get("private")))
        return {"url": url, "id": "1"}

    def _validate(self, request: Request) -> Any:
        from huggingface_hub import DatasetCard, ModelCard

        asked = request.get_json()
        card = (DatasetCard if asked["repoType"] == "dataset" else ModelCard)(asked["content"])
        assert card.data.to_dict(), "a card without metadata"
        return {"errors": [], "warnings": []}

    def _whoami(self, request: Request) -> Any:
        if self._known(request) is None:
            raise RefusedError(401, message="Invalid username or password.")
        return {"type": "user", "name": OWNER, "orgs": []}

    def _branch(self, request: Request, kind: str, owner: str, name: str, branch: str) -> Any:
        repository = self._found(request, owner, name, kind, write=True)
        if branch in repository.refs:
            raise RefusedError(409, message="Reference already exists")
        repository.refs[branch] = repository.refs["main"]
        return Response("", 201)

    def _preupload(self, request: Request, kind: str, owner: str, name: str, revision: str) -> Any:
        repository = self._found(request, owner, name, kind, write=True)
        self._commit_of(repository, revision)
        files = [
            {"path": f["path"], "uploadMode": "lfs" if _is_large(f["path"]) else "regular", "shouldIgnore": False}
            for f in request.get_json()["files"]
        ]
        return {"files": files, "commitOid": repository.refs["main"]}

    def _batch(self, request: Request, owner: str, name: str) -> Any:
        self._found(request, owner, name, write=True)
        objects = [
            {"oid": o["oid"], "size": o["size"], "actions": {"upload": {"href": f"{self.url}/lfs/{o['oid']}"}}}
            for o in request.get_json(force=True)["objects"]
        ]
        return {"transfer": "basic", "objects": objects}

    def _store(self, request: Request, oid: str) -> Response:
        assert hashlib.sha256(request.data).hexdigest() == oid
        self.large[oid] = request.data
        return Response("")

    def _commit(self, request: Request, kind: str, owner: str, name: str, revision: str) -> Any:
        repository = self._found(request, owner, name, kind, write=True)
        files = dict(repository.files[self._commit_of(repository, revision)])
        for line in request.data.splitlines():
            self._change(files, **json.loads(line))
        oid = repository.commit(files, revision)
        prefix = "datasets/" if kind == "datasets" else ""
        return {"success": True, "commitOid": oid, "commitUrl": f"{self.url}/{prefix}{repository.id}/commit/{oid}"}

    def _change(self, files: Files, key: str, value: dict[str, Any]) -> None:
        match key:
            case "file":
                files[value["path"]] = base64.b64decode(value["content"])
            case "lfsFile":
                files[value["path"]] = self.large[value["oid"]]
            case "deletedFile":
                del files[value["path"]]
            case "header":
                assert value["summary"]
            case _:
                raise AssertionError(key)


def _is_large(path: str) -> bool:
    return any(fnmatch.fnmatch(path, pattern) for pattern in _LARGE)


def _blob_id(content: bytes) -> str:
    """Return what git calls a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
