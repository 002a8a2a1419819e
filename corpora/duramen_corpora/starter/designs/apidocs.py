"""Generated reference pages: one theme in the manner of Sphinx, one in the manner of Javadoc."""

from __future__ import annotations

import html
import re

from duramen_corpora.starter import chrome
from duramen_corpora.starter.prose import Topic, topic, topics
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each


def make(job: Job) -> Draft:
    """Make a module's reference page."""
    source = topic("api", job.site.topics[job.number % len(job.site.topics)])
    title = source.lines["title"][0]
    calls = [tuple(re.split(r"\s*~~\s*", x)) for x in job.write.some(source, "call", job.rng.randint(4, 5))]
    page = _javadoc if title.startswith("org.") else _sphinx
    return Draft(
        page(job, source, title, calls),
        f"/en/{job.rng.choice(('stable', 'latest'))}/{title.replace('.', '/')}.html",
        "documentation",
    )


def _ticks(text: str) -> str:
    parts = text.split("`")
    marked = "".join(
        f'<code class="docutils literal notranslate"><span class="pre">{x}</span></code>' if i % 2 else x
        for i, x in enumerate(parts)
    )
    stars = marked.split("*")
    return "".join(f"<em>{x}</em>" if i % 2 else x for i, x in enumerate(stars)) if len(stars) % 2 else marked


def _code(job: Job, source: Topic) -> str:
    text = html.escape(source.lines["code"][job.number].replace("\\n", "\n"), quote=False)
    coloured = text.replace("import", '<span class="kn">import</span>').replace("def ", '<span class="k">def</span> ')
    button = '<button class="copybtn o-tooltip--left" ~control>Copy</button>' if job.maybe(0.5) else ""
    return f'<div class="highlight-python notranslate"><div class="highlight">{button}<pre><span></span>{coloured}\n</pre></div></div>'


def _sphinx(job: Job, source: Topic, title: str, calls: list[tuple[str, ...]]) -> str:
    version = f"{job.rng.randint(1, 4)}.{job.rng.randint(0, 19)}.{job.rng.randint(0, 5)}"
    name = title.partition(".")[0]
    note = f'<div class="admonition note"><p class="admonition-title">Note</p><p>{_ticks(job.write.one(source, "note"))}</p></div>'
    members = each(calls, lambda _, c: _member(job, source, title, c))
    rtd = job.site.plain or job.maybe(0.4)
    banner = '<div class="bd-header-announcement" ~notice><p>You are reading the documentation of an older version. <a href="/en/latest/">Switch to the latest</a>.</p></div>'
    return f"""<!DOCTYPE html>
<html lang="en" data-content_root="./">
<head>
<meta charset="utf-8" /><meta name="generator" content="Docutils 0.{job.rng.randint(17, 21)}" />
<title>{title} &#8212; {name} {version} documentation</title>
<link rel="stylesheet" type="text/css" href="_static/pygments.css?v=4f649999" />
<script src="_static/documentation_options.js?v={job.rng.randint(10**5, 10**6)}"></script>
</head>
<body class="{"wy-body-for-nav" if rtd else ""}">
<div ~navigation><a href="#main-content" class="skip-link">{chrome.word(job, "skip")}</a></div>
{job.when(0.4, banner)}
{_side(job, name, version, title) if rtd else _related_bar(name, version, title, "top")}
<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div class="body" role="main" id="main-content" ~main>
<div role="navigation" aria-label="Page navigation" ~navigation><ul class="wy-breadcrumbs"><li><a href="index.html">Docs</a> &raquo;</li><li><a href="api.html">API reference</a> &raquo;</li><li>{title}</li>
<li class="wy-breadcrumbs-aside"><a href="_sources/x.rst.txt">View page source</a></li></ul></div>
<section id="module-{title}"><h1 ~title>{title}<a class="headerlink" href="#module" title="Link to this heading">¶</a></h1>
<p><strong>{source.lines["summary"][0] if job.number % 2 == 0 else ""}</strong></p>
<p>{_ticks(job.write.one(source, "intro"))}</p>
{job.when(0.6, note)}
<section id="example"><h2>Example<a class="headerlink" href="#example">¶</a></h2>{_code(job, source)}</section>
<section id="reference"><h2>Reference<a class="headerlink" href="#reference">¶</a></h2>
{members}
</section></section>
{_pager(job)}
</div></div></div>
{"" if rtd else _side(job, name, version, title)}
</div>
{_related_bar(name, version, title, "bottom") if not rtd else ""}
<footer class="footer" role="contentinfo" ~footer><p>&#169; Copyright {job.rng.randint(2012, 2020)}, the {name.title()} developers. Last updated on {job.write.slots["month"]} {job.rng.randint(1, 28)}, 2026.</p>
<p>Created using <a href="https://www.sphinx-doc.org/">Sphinx</a> {job.rng.randint(4, 8)}.{job.rng.randint(0, 4)}.{job.rng.randint(0, 6)}.</p></footer>
</body></html>"""


def _member(job: Job, source: Topic, title: str, call: tuple[str, ...]) -> str:
    name, signature, text = call
    kind = "class" if name[0].isupper() and "." not in name else ("method" if "." in name else "function")
    sig = ", ".join(f'<em class="sig-param"><span class="n">{x}</span></em>' for x in signature.split(", ") if x)
    params = "".join(
        f"<li><p><strong>{x[0]}</strong> (<em>{x[1]}</em>) – {x[2]}</p></li>" for x in _params(job, source, signature)
    )
    raised = "".join(f"<p><strong>{x[0]}</strong> – {x[1]}</p>" for x in _raised(job, source))
    fields = _field("Parameters", f'<ul class="simple">{params}</ul>' if params else "") + _field("Raises", raised)
    return f"""<dl class="py {kind}"><dt class="sig sig-object py" id="{title}.{name}"><em class="property">{kind if kind == "class" else ""}</em> <span class="sig-prename descclassname">{title}.</span><span class="sig-name descname">{name}</span><span class="sig-paren">(</span>{sig}<span class="sig-paren">)</span>
<a class="reference internal" href="_modules/x.html"><span class="viewcode-link">[source]</span></a><a class="headerlink" href="#{name}">¶</a></dt>
<dd><p>{_ticks(text)}</p>{f'<dl class="field-list simple">{fields}</dl>' if fields else ""}</dd></dl>"""


def _field(name: str, inner: str) -> str:
    if not inner:
        return ""
    return f'<dt class="field-odd">{name}<span class="colon">:</span></dt><dd class="field-odd">{inner}</dd>'


def _params(job: Job, source: Topic, signature: str) -> list[list[str]]:
    """Return name, type and meaning of the parameters in a signature, those that no page has explained yet."""
    uses = job.write.memory.uses
    lines = [line for line in source.lines["param"] if re.search(rf"\b{line.split(' ~~ ')[0]}\b", signature)]
    return [job.write.say(line).split(" ~~ ") for line in lines if not uses[line]]


def _raised(job: Job, source: Topic) -> list[list[str]]:
    """Return an exception and its cause, by chance, unless another page said it."""
    line = job.rng.choice(source.lines["raises"])
    fresh = job.maybe(0.6) and not job.write.memory.uses[line]
    return [job.write.say(line).split(" ~~ ")] if fresh else []


def _pager(job: Job) -> str:
    before, after = job.rng.sample([t.lines["title"][0] for t in topics("api").values()], 2)
    return f'<div class="prev-next-area" ~navigation><a class="left-prev" href="a.html"><p>previous</p><p>{before}</p></a> <a class="right-next" href="b.html"><p>next</p><p>{after}</p></a></div>'


def _side(job: Job, name: str, version: str, title: str) -> str:
    pages = [
        "Installation",
        "Quick start",
        "Tutorial",
        "How-to guides",
        "API reference",
        "Command line",
        "Changelog",
        "Contributing",
        "Frequently asked questions",
    ]
    modules = [f"{name}.{x}" for x in ("aio", "cli", "config", "errors", "testing", "types")]
    inner = f'<li class="toctree-l1 current"><a href="#">API reference</a><ul><li class="toctree-l2 current"><a href="#">{title}</a></li>{chrome.items(modules[: job.rng.randint(3, 6)])}</ul></li>'
    ad = '<div class="ethical-sponsor" ~promotion><p>Test your docs like your code. <a href="https://ads.example/">Try it free</a></p><p>Ads by EthicalPlace</p></div>'
    return f"""<div class="sphinxsidebar" role="navigation" aria-label="Main" ~navigation><div class="sphinxsidebarwrapper"><div ~header><h1 class="logo"><a href="index.html">{name}</a></h1><p class="version">{version}</p></div>
<div id="searchbox" role="search" ~control><h3>Quick search</h3><form><input><input type="submit" value="Go"></form></div><h3>Navigation</h3><ul>{chrome.items(pages[: job.rng.randint(4, 9)])}{inner}</ul>
{job.when(0.5, ad)}</div></div>"""


def _related_bar(name: str, version: str, title: str, where: str) -> str:
    return f"""<div class="related" role="navigation" aria-label="Related" id="rel-{where}" ~navigation><h3>Navigation</h3><ul><li class="right"><a href="genindex.html" title="General Index">index</a></li><li class="right"><a href="py-modindex.html">modules</a> |</li>
<li class="right"><a href="n.html">next</a> |</li><li class="right"><a href="p.html">previous</a> |</li><li class="nav-item nav-item-0"><a href="index.html">{name} {version} documentation</a> &#187;</li><li class="nav-item nav-item-this"><a href="#">{title}</a></li></ul></div>"""


def _javadoc(job: Job, source: Topic, title: str, calls: list[tuple[str, ...]]) -> str:
    first = calls[0][0].partition(".")[0]
    bar = f"""<div class="topNav" ~navigation><a name="navbar.top"></a><div class="skipNav"><a href="#skip" title="Skip navigation links">Skip navigation links</a></div><ul class="navList"><li><a href="o.html">Overview</a></li><li><a href="p.html">Package</a></li>
<li class="navBarCell1Rev">Class</li><li><a href="u.html">Use</a></li><li><a href="t.html">Tree</a></li><li><a href="d.html">Deprecated</a></li><li><a href="i.html">Index</a></li><li><a href="h.html">Help</a></li></ul>
<div class="aboutLanguage"><strong>Plover {job.rng.randint(1, 5)}.{job.rng.randint(0, 9)} API</strong></div></div>
<div class="subNav" ~navigation><ul class="navList"><li>Prev Class</li><li>Next Class</li></ul><ul><li><a>Frames</a></li><li><a>No Frames</a></li></ul><div>Summary: Nested | Field | <a>Constr</a> | <a>Method</a></div><div>Detail: Field | <a>Constr</a> | <a>Method</a></div></div>"""
    summary = "\n".join(
        f'<tr class="{"altColor" if i % 2 else "rowColor"}"><td class="colFirst"><code>{_type(c[0])}</code></td><td class="colLast"><code><a href="#m{i}">{c[0]}</a>({c[1]})</code><div class="block">{_ticks(c[2]).split(". ")[0].rstrip(".")}.</div></td></tr>'
        for i, c in enumerate(calls)
    )
    details = "\n".join(_detail(job, source, i, c) for i, c in enumerate(calls))
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<!-- NewPage -->
<html lang="en">
<head>
<meta charset="utf-8"><!-- Generated by javadoc (1.8.0_{job.rng.randint(20, 400)}) on Tue Mar {job.rng.randint(1, 28)} 2024 -->
<title>{title} (Plover API)</title>
<link rel="stylesheet" type="text/css" href="../../../stylesheet.css" title="Style">
</head>
<body>
<script type="text/javascript"><!--
    try {{ if (location.href.indexOf('is-external=true') == -1) parent.document.title="{first}"; }} catch(err) {{ }}
//--></script>
<noscript><div ~notice>JavaScript is disabled on your browser.</div></noscript>
{bar}
<div class="header" ~main><div class="subTitle" ~meta>Plover API</div><h2 title="Package" class="title" ~title>Package {title}</h2></div>
<div class="contentContainer" ~main><ul class="inheritance" ~meta><li>java.lang.Object</li><li><ul class="inheritance"><li>{title}.{first}</li></ul></li></ul>
<div class="description"><ul class="blockList"><li class="blockList"><hr><br><pre>import {title}.<span class="typeNameLabel">{first}</span>;</pre><div class="block">{_ticks(job.write.one(source, "intro"))}<p>{_ticks(job.write.one(source, "note"))}</div></li></ul></div>
<div class="block">{_code(job, source)}</div>
<div class="summary"><h3>Method Summary</h3><table class="memberSummary" border="0" cellpadding="3" cellspacing="0"><tr><th class="colFirst" scope="col">Modifier and Type</th><th class="colLast" scope="col">Method and Description</th></tr>
{summary}</table><h3>Methods inherited from class&nbsp;java.lang.Object</h3><code>equals, getClass, hashCode, notify, notifyAll, toString, wait</code></div>
<div class="details"><h3>Method Detail</h3>
{details}
</div></div>
{bar.replace("navbar.top", "navbar.bottom").replace("topNav", "bottomNav")}
<p class="legalCopy" ~footer><small>Copyright &#169; {job.rng.randint(2008, 2019)}&#x2013;2026 Plover contributors. All rights reserved.</small></p>
</body></html>"""


def _type(name: str) -> str:
    """Return what a method answers with; a constructor answers with its class."""
    known = {"now": "long", "since": "long", "push": "int", "level": "int", "fired": "boolean", "reset": "void"}
    return known.get(name.rpartition(".")[2], name)


def _detail(job: Job, source: Topic, index: int, call: tuple[str, ...]) -> str:
    params = "".join(f"<dd><code>{x[0]}</code> - {x[2]}</dd>" for x in _params(job, source, call[1]))
    raised = "".join(f"<dd><code>{x[0]}</code> - {x[1]}</dd>" for x in _raised(job, source))
    tags = (f'<dt><span class="paramLabel">Parameters:</span></dt>{params}' if params else "") + (
        f'<dt><span class="throwsLabel">Throws:</span></dt>{raised}' if raised else ""
    )
    return f"""<a name="m{index}"></a><ul class="blockList"><li class="blockList"><h4>{call[0]}</h4><pre>public&nbsp;{_type(call[0])}&nbsp;{call[0]}({call[1]})</pre>
<div class="block">{_ticks(call[2])}</div>{f"<dl>{tags}</dl>" if tags else ""}</li></ul>"""


DESIGN = Design(
    "apidocs",
    (
        Site("Tarn", "tarn-docs.example", "", ("queue",), 2),
        Site("Heron", "heron-maps.example", "", ("tiles",), 2),
        Site("Wren", "wrengrammar.example", "", ("parse",), 2),
        Site("Larder", "larder-store.example", "", ("cache",), 2, plain=True),
        Site("Plover", "ploversignal.example", "", ("signal",), 2),
    ),
    make,
)
