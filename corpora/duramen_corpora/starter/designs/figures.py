"""Pages that are mostly table: a series under two rows of headings, a league, a data sheet; notes, units and downloads around."""

from __future__ import annotations

from collections.abc import Sequence

from duramen_corpora.starter import chrome, furniture
from duramen_corpora.starter.ballast import Skin
from duramen_corpora.starter.furniture import Kit
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, PageType, Site
from duramen_corpora.starter.stories import each

_SKINS = {
    "figuresoffice.example": Skin("bem", "stat-"),
    "valleynumbers.example": Skin("hyphen", ""),
    "marlpumps.example": Skin("utility", "mp"),
    "skittlesresults.example": Skin("hyphen", "sk-"),
}
_KINDS = {"marlpumps.example": "trade", "skittlesresults.example": "press"}
_TYPES: dict[str, PageType] = {"series": "article", "league": "collection", "spec": "documentation"}


def make(job: Job) -> Draft:
    """Make a page of tables."""
    source = topic("tables", job.site.topics[job.number % len(job.site.topics)])
    kit = Kit(job, _SKINS[job.site.host], _KINDS.get(job.site.host, "public"))
    title, lead = job.write.one(source, "title"), job.write.one(source, "lead")
    paragraphs = job.write.some(source, "para", job.rng.randint(2, 3))
    captions = source.lines["caption"][: 2 if job.maybe(0.7) else 1]
    rows = [job.write.fill(x) for x in source.lines["row"][0].split(", ")]
    tables = [_table(kit, source, rows, i, job.write.fill(caption)) for i, caption in enumerate(captions)]
    content = f"""{furniture.crumbs(kit, "Statistics")}
<main class="{kit.skin("release")}" ~main>
<h1 class="{kit.skin("release", "title")}" ~title>{title}</h1>
{_released(job)}
<p class="{kit.skin("release", "lead")}">{lead}</p>
{_contents(kit, captions) if kit.trait("contents") else ""}
<p>{paragraphs[0]}</p>
{chr(10).join(tables)}
{_notes(kit, source)}
<h2>About these figures</h2>
{each(paragraphs[1:], lambda _, x: f"<p>{x}</p>")}
<p class="{kit.skin("release", "source")}" ~meta>{job.write.fill(source.lines["source"][0])}</p>
{_useful(job)}
</main>
{furniture.aside(kit, 2) if kit.trait("aside", 0.5) else _releases(kit)}"""
    kind = _TYPES[source.lines["kind"][0]]
    return Draft(
        furniture.page(kit, title, lead, "Dataset", content), f"/statistics/{chrome.slug(title)}{job.rng.randint(1, 99)}", kind
    )  # fmt: skip


def _released(job: Job) -> str:
    return f'<dl class="release-meta" ~meta><dt>Released</dt><dd>{job.rng.randint(1, 28)} {job.write.slots["month"]} {int(job.write.slots["year"]) + 1}</dd><dt>Next release</dt><dd>To be announced</dd><dt>Contact</dt><dd>{job.write.slots["p6"]}</dd></dl>'


def _contents(kit: Kit, captions: Sequence[str]) -> str:
    links = each(captions, lambda i, _: f'<li><a href="#table-{i + 1}">Table {i + 1}</a></li>')
    return f'<nav class="{kit.skin("toc")}" ~navigation><h2>Contents</h2><ol>{links}<li><a href="#notes">Notes</a></li></ol></nav>'


def _table(kit: Kit, source: Topic, rows: list[str], index: int, caption: str) -> str:
    job, kind = kit.job, source.lines["kind"][0]
    groups = [[job.write.fill(x) for x in line.split(" ~~ ")] for line in source.lines["group"]]
    if kind == "series":
        drawn = _series(job, source, rows, groups)
    elif kind == "spec":
        drawn = _spec(job, rows, groups[:2] if index == 0 else groups[2:])
    else:
        drawn = _averages(job, rows) if index else _league(job, rows, groups)
    tools = f'<p class="table-tools" ~control><a href="/t{index}.csv">Download CSV</a> <a href="/t{index}.xlsx">Download spreadsheet</a> <button>Copy table</button></p>'
    return f"""<div class="{kit.skin("table", "wrap")}" tabindex="0" id="table-{index + 1}"><table class="{kit.skin("table")}"><caption>Table {index + 1}: {caption}</caption>
{drawn}</table></div>
{job.when(0.7, tools)}"""


def _heads(first: str, groups: Sequence[Sequence[str]]) -> str:
    """Return two rows of headings: groups, and the columns beneath each."""
    upper = "".join(f'<th scope="colgroup" colspan="{len(g) - 1}">{g[0]}</th>' for g in groups)
    lower = "".join(f'<th scope="col">{name}</th>' for g in groups for name in g[1:])
    return f'<thead><tr><th scope="col" rowspan="2">{first}</th>{upper}</tr>\n<tr>{lower}</tr></thead>'


def _mark(job: Job) -> str:
    return f'<sup><a href="#note-{job.rng.randint(1, 3)}">{job.rng.randint(1, 3)}</a></sup>' if job.maybe(0.04) else ""


def _series(job: Job, source: Topic, rows: list[str], groups: list[list[str]]) -> str:
    """Return a series: a large place is large in each column, and the last row is the mean of those above."""
    low, high = (int(x) for x in source.lines["range"][0].split("-"))
    columns = [job.rng.uniform(0.35, 1) for g in groups for _ in g[1:]]
    size = [job.rng.uniform(0.25, 1) for _ in rows]
    grid = [[round(low + (high - low) * a * b * job.rng.uniform(0.8, 1)) for b in columns] for a in size]

    def cell(value: int) -> str:
        return "<td>..</td>" if job.maybe(0.02) else f'<td class="num">{value:,}{_mark(job)}</td>'

    body = each(
        rows, lambda i, name: f'<tr><th scope="row">{name}</th>{"".join(cell(value) for value in grid[i])}</tr>'
    )
    means = "".join(f"<td>{round(sum(column) / len(rows)):,}</td>" for column in zip(*grid, strict=True))
    return f'{_heads("Area", groups)}\n<tbody>{body}</tbody><tfoot><tr><th scope="row">Mean</th>{means}</tr></tfoot>'


def _league(job: Job, rows: list[str], groups: list[list[str]]) -> str:
    """Return a league whose sums are right and whose order is that of its points."""
    played = 2 * (len(rows) - 1)
    results = []
    for _ in rows:
        wins, tied = job.rng.randint(1, played - 3), job.rng.randint(0, 2)
        results.append((3 * wins + tied, wins, tied, 20 * wins + 1100 + job.rng.randint(-60, 60)))
    results.sort(reverse=True)

    def row(i: int, name: str) -> str:
        points, wins, tied, made = results[i]
        figures = [played, wins, tied, played - wins - tied, f"{made:,}", f"{2640 - made:,}", f"{2 * made - 2640:+,}"]
        cells = "".join(f"<td>{x}" for x in [*figures, f"<strong>{points}</strong>"])
        return f'<tr class="{"promoted" if i == 0 else "plain"}"><th scope=row>{name}{_mark(job)}{cells}'

    return f"{_heads('Team', groups)}\n<tbody>{each(rows, row)}</tbody>"


def _averages(job: Job, rows: list[str]) -> str:
    lines = "".join(
        f"<tr><td>{i + 1}</td><th scope=row>{job.write.slots[f'p{i + 1}']}</th><td>{name}<td>{58 - 2 * i}.{job.rng.randint(0, 9)}"
        for i, name in enumerate(rows[:6])
    )
    return f"<thead><tr><th>Pos<th>Player<th>Team<th>Average</thead><tbody>{lines}</tbody>"


def _spec(job: Job, rows: list[str], groups: list[list[str]]) -> str:
    """Return a data sheet: a column a model, from small to large, and properties in groups that span their rows."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in rows)
    shares = [(i + job.rng.uniform(0.2, 0.8)) / len(rows) for i in range(len(rows))]
    body = []
    for group, *properties in groups:
        for i, line in enumerate(properties):
            name, values = line.split(" = ")
            span = f'<th scope="rowgroup" rowspan="{len(properties)}">{group}</th>' if i == 0 else ""
            cells = "".join(f"<td>{_value(values, share)}{_mark(job)}</td>" for share in shares)
            body.append(f'<tr>{span}<th scope="row">{name}</th>{cells}</tr>')
    return f'<thead><tr><th colspan="2">Model</th>{heads}</tr></thead>\n<tbody>{chr(10).join(body)}</tbody>'


def _value(values: str, share: float) -> str:
    """Return what a book gives as `a/b/c` or `low-high`, at `share` of the way."""
    if "/" in values:
        choices = values.split("/")
        return choices[int(share * len(choices))]
    low, high = (int(x) for x in values.split("-"))
    return f"{round(low + (high - low) * share):,}"


def _notes(kit: Kit, source: Topic) -> str:
    lines = [text for line in source.lines["note"] if (text := kit.job.write.say(line))]
    return f'<div class="{kit.skin("notes")}" id="notes"><h2>Notes</h2><ol>{each(lines, lambda i, x: f"<li id=note-{i + 1}>{x}</li>")}</ol></div>'


def _useful(job: Job) -> str:
    return job.when(
        0.7,
        '<div class="feedback" ~control><h2>Is this page useful?</h2><button>Yes</button> <button>No</button> <button>Report a problem with this page</button></div>',
    )


def _releases(kit: Kit) -> str:
    listed = chrome.items(furniture.headlines(kit, 5))
    return f'<aside class="{kit.skin("also")}" ~related><h2>Related releases</h2><ul>{listed}</ul></aside>'


DESIGN = Design(
    "figures",
    (
        Site("The Figures Office", "figuresoffice.example", "Numbers for the coast", ("landings", "buses", "rainfall")),
        Site("Valley Numbers", "valleynumbers.example", "", ("rainfall", "landings", "buses")),
        Site("Marl & Wend", "marlpumps.example", "Pumps and looms", ("pumps", "looms")),
        Site("Skittles Results", "skittlesresults.example", "Every alley, every week", ("league",), plain=True),
    ),
    make,
)
