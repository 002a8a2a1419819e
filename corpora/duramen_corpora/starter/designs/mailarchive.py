"""A newsletter in its archive: the HTML of an e-mail, tables in tables, with a hidden preheader and a bar above."""

from __future__ import annotations

from random import Random

from duramen_corpora.starter import chrome
from duramen_corpora.starter.prose import Topic, topic
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import each

_CELL = 'border="0" cellpadding="0" cellspacing="0" width="100%" style="min-width:100%;border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt;"'
_TEXT = 'valign="top" class="mcn-text" style="padding:0 18px 9px;line-height:150%;font-family:Georgia,serif;font-size:16px;word-break:break-word;"'


def make(job: Job) -> Draft:
    """Make one issue."""
    source = topic("letters", job.site.topics[0])
    subject, hello = job.write.one(source, "subject"), job.write.one(source, "hello")
    rows = [_text(x) for x in job.write.some(source, "para", job.rng.randint(4, 5))]
    rows.insert(2, _image(job))
    rows.insert(job.rng.randint(3, len(rows)), _sponsor(job))
    items = [x.split(" ~~ ") for x in job.write.some(source, "item", job.rng.randint(2, 4))]
    bye = f"<strong>{job.write.fill(source.lines['bye'][0])}</strong>"
    marked = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{subject}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
<style type="text/css">{_css(job)}</style>
{chrome.analytics(job)}
</head>
<body style="margin:0;padding:0;background-color:#FAFAFA;">
{_bar(job)}
<span class="mcn-preview" style="display:none;font-size:0;line-height:0;max-height:0;overflow:hidden;"></span><div style="display:none;max-height:0px;overflow:hidden;" ~meta>{job.write.fill(source.lines["pre"][0])} &zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</div>
<center><table align="center" height="100%" id="bodyTable" {_CELL}><tbody><tr><td align="center" valign="top" id="bodyCell">
{_preheader(job)}
<table {_CELL} class="templateContainer"><tr><td valign="top" id="templateHeader" ~header>{_masthead(job)}</td></tr>
<tr><td valign="top" id="templateBody" ~main>
<table {_CELL}><tr><td {_TEXT}><h1 style="font-size:26px;" ~title>{subject}</h1></td></tr></table>
{_text(hello)}
{chr(10).join(rows)}
{_items(job, source, items)}
{_text(bye)}
</td></tr>
<tr><td valign="top" id="templateFooter">{_footer(job)}</td></tr></table>
</td></tr></tbody></table></center>
</body>
</html>"""
    return Draft(marked, f"/archive/?u={job.rng.randrange(16**12):012x}&id={job.rng.randrange(16**8):08x}", "article")


def _css(job: Job) -> str:
    """Return the style sheet that every such letter carries, once for each client that needs its own."""
    rng = Random(f"{job.site.host}/mail")
    rules = [".ReadMsgBody{width:100%}", "#outlook a{padding:0}", "img{-ms-interpolation-mode:bicubic}"]
    for part in ("Preheader", "Header", "UpperBody", "Body", "LowerBody", "Columns", "Footer"):
        rules.append(f"#template{part}{{background-color:#{rng.randrange(16**6):06x};border-top:0;border-bottom:0;padding-top:{rng.randint(0, 18)}px}}")  # fmt: skip
        for inner in ("", " p", " a", " p a", " h1", " h2"):
            rules.append(f"#template{part} .mcn-text{inner}{{color:#{rng.randrange(16**6):06x};font-family:Helvetica,Arial,sans-serif;font-size:{rng.randint(11, 26)}px;line-height:150%;text-align:left}}")  # fmt: skip
    narrow = "".join(f"table[class=mcn{x}]{{width:100% !important}}" for x in ("Image", "Text", "Caption", "Share"))
    return "".join(rules) + f"@media only screen and (max-width:480px){{{narrow}}}"


def _bar(job: Job) -> str:
    """Return the bar that the archive puts above the letter."""
    past = "".join(f'<li><a href="/p/{i}">{x}</a></li>' for i, x in enumerate(("Last week", "The week before", "All")))
    return f"""<div id="awesomebar" class="top"><ul id="awesomebar-list"><li ~promotion><a href="/join">{chrome.word(job, "subscribe")}</a></li><li ~navigation>Past issues<ul>{past}</ul></li><li ~navigation><a href="/feed">RSS</a></li>
<li ~control>Translate<select><option>English</option><option>Deutsch</option><option>Français</option><option>Español</option></select></li></ul></div>"""


def _preheader(job: Job) -> str:
    return f"""<table {_CELL} id="templatePreheader"><tr><td {_TEXT} align="right" ~navigation><a href="/view" target="_blank">{job.rng.choice(("View this email in your browser", "Problems seeing this? Open it in a browser", "Read online"))}</a></td></tr></table>"""


def _masthead(job: Job) -> str:
    return f"""<table {_CELL}><tr><td {_TEXT} align="center"><img alt="" src="https://img.{job.site.host}/{job.rng.randrange(16**8):08x}.png" width="564" class="mcn-image"><div style="text-align:center;"><em>{job.site.name}</em></div><div>{job.site.tagline}</div></td></tr></table>"""


def _text(inner: str) -> str:
    return f"""<table {_CELL} class="mcn-text-block"><tbody class="mcn-text-block-outer"><tr><td valign="top" class="mcn-text-block-inner" style="padding-top:9px;">
<!--[if mso]><table align="left" width="600"><tr><td width="600" valign="top"><![endif]--><table align="left" {_CELL}><tbody><tr><td {_TEXT}>{inner}<br />
&nbsp;</td></tr></tbody></table><!--[if mso]></td></tr></table><![endif]--></td></tr></tbody></table>"""


def _image(job: Job) -> str:
    return f"""<table {_CELL}><tr><td style="padding:9px" class="mcn-image-block"><a href="https://www.{job.site.host}/p"><img align="center" alt="" src="https://img.{job.site.host}/{job.rng.randrange(16**8):08x}.jpg" width="564" style="max-width:1128px;padding-bottom:0;display:inline !important;vertical-align:bottom;"></a></td></tr></table>"""


def _sponsor(job: Job) -> str:
    return f"""<table {_CELL} style="border:2px dashed #cccccc;"><tr><td {_TEXT} ~promotion><small>{chrome.word(job, "ad")}</small><br><strong>{job.rng.choice(("Socks that forgive", "A pencil for left hands", "Tea by the sack"))}</strong><br>{chrome.word(job, "news_text")} Use the code SLOW{job.rng.randint(5, 20)} for {job.rng.randint(5, 20)}% off.</td></tr></table>"""


def _items(job: Job, source: Topic, items: list[list[str]]) -> str:
    """Return short pieces in two columns, which on a telephone become one."""
    head = job.rng.choice(("Also this week", "Small things", f"More from {source.lines['name'][0]}"))
    cells = each(
        items,
        lambda _, x: (
            f'<table align="left" border="0" cellpadding="0" cellspacing="0" width="282"><tr><td {_TEXT}><h3>{x[0]}</h3>{x[1]}</td></tr></table>'
        ),
    )
    return f'<table {_CELL}><tr><td {_TEXT}><h2 style="border-top:1px solid #ddd">{head}</h2></td></tr><tr><td valign="top">{cells}</td></tr></table>'


def _footer(job: Job) -> str:
    share = "".join(f'<td valign="middle"><a href="#">{x}</a></td>' for x in chrome.words(job, "share_to", 4))
    return f"""<table {_CELL}><tr ~promotion>{share}</tr></table>
<table {_CELL}><tr><td {_TEXT} align="center" ~footer><em>{chrome.word(job, "rights")}</em><br><br>You are receiving this because you signed up at a fair, a stall or our site.<br><br><strong>Our postal address is:</strong><br>{chrome.word(job, "address")}<br><br>
Want to change how you receive these emails?<br>You can <a href="#">update your preferences</a> or <a href="#">unsubscribe from this list</a>.</td></tr></table>"""


DESIGN = Design(
    "mailarchive",
    (
        Site("The Slow Almanac", "slowalmanac.example", "A letter for people with a window", ("almanac",), 4),
        Site("The Shopkeeper's Ledger", "shopkeepersledger.example", "Takings and thoughts", ("ledger",), 4),
        Site("Notes from the Night Shift", "nightshiftnotes.example", "", ("nightshift",), 4),
    ),
    make,
)
