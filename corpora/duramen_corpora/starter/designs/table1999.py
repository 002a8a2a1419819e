"""A hand-made site of 1999: nested layout tables, font tags in capitals, spacer images, missing end tags, old charsets."""

from __future__ import annotations

import re

from duramen_corpora.starter import chrome
from duramen_corpora.starter.names import date
from duramen_corpora.starter.site import Design, Draft, Job, Site
from duramen_corpora.starter.stories import Story, each, story, teasers

_FONT = '<FONT FACE="Verdana, Arial, Helvetica" SIZE="{}">'


def make(job: Job) -> Draft:
    """Make an article page."""
    told = story(job, paragraphs=job.rng.randint(6, 8))
    left, right = _left(job), _right(job) if job.maybe(0.6) else ""
    spacer = '<TD WIDTH="10"><IMG SRC="/gfx/spacer.gif" WIDTH="10" HEIGHT="1" ALT="">'
    marked = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<HTML>
<HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={job.site.charset}">
<TITLE>{job.site.name} - {told.title}</TITLE>
<META NAME="GENERATOR" CONTENT="{job.rng.choice(("Microsoft FrontPage 3.0", "Mozilla/4.7 [en] (Win98; I) [Netscape]", "Adobe PageMill 3.0 Win"))}">
<SCRIPT LANGUAGE="JavaScript">
<!--
function roll(n,s) {{ if (document.images) document.images[n].src = "/gfx/" + n + s + ".gif"; }}
// -->
</SCRIPT>
</HEAD>
<BODY BGCOLOR="#{job.rng.choice(("FFFFFF", "FFFFCC", "E6E6D8"))}" TEXT="#000000" LINK="#003399" TOPMARGIN="0" MARGINWIDTH="0">
{job.when(0.5, f'<CENTER ~promotion><A HREF="/cgi-bin/ads.pl"><IMG SRC="/gfx/banner468.gif" WIDTH="468" HEIGHT="60" BORDER="0"></A><BR><FONT SIZE="1">{chrome.word(job, "ad")}</FONT></CENTER>')}
{_banner(job)}
<TABLE WIDTH="{job.rng.choice(("760", "100%", "640"))}" BORDER="0" CELLSPACING="0" CELLPADDING="4">
<TR>
{left}
{spacer}
<TD VALIGN="TOP" ~main>
{_article(job, told)}
</TD>
{spacer if right else ""}
{right}
</TR>
</TABLE>
{_bottom(job)}
</BODY>
</HTML>"""
    return Draft(
        marked,
        f"/{job.rng.choice(('archiv', 'stories', 'pages'))}/{job.rng.randint(2017, 2025)}/{chrome.slug(told.title)[:8]}.htm",
        "article",
    )


def _banner(job: Job) -> str:
    links = " |\n".join(f'<A HREF="/{i}.htm">{x}</A>' for i, x in enumerate(chrome.menu(job, job.rng.randint(5, 7))))
    return f"""<TABLE WIDTH="100%" BORDER="0" CELLPADDING="0" CELLSPACING="0" BGCOLOR="#336699">
<TR><TD ~header><A HREF="/"><IMG SRC="/gfx/logo.gif" ALT="" BORDER="0"></A>{_FONT.format(5)}<B>{job.site.name}</B></FONT><BR>
{_FONT.format(1)}<I>{job.site.tagline}</I></FONT>
<TD ALIGN="RIGHT" ~header>{_FONT.format(1)}{job.rng.randint(1, 28)}.{job.rng.randint(1, 12)}.{job.rng.randint(2024, 2026)}</FONT>
<TR><TD COLSPAN="2" BGCOLOR="#CCCCCC" ~navigation>{_FONT.format(2)}
{links}
</FONT></TABLE>"""


def _article(job: Job, told: Story) -> str:
    day, month, year = date(job.rng, job.rng.randint(2017, 2025))
    when = f"{day} {month} {year}" if job.site.language == "en" else f"{day}.{job.rng.randint(1, 12)}.{year}"
    drop = f'<FONT SIZE="6" COLOR="#336699">{told.lead[0]}</FONT>{told.lead[1:]}'
    parts = [f"<P>{_FONT.format(2)}{_old(p)}</FONT>" for p in told.paragraphs]
    if job.maybe(0.4):
        parts = [f"{_FONT.format(2)}{_old(p)}</FONT><BR><BR>" for p in told.paragraphs]
    for head, at in zip(told.heads[:2], (2, 5), strict=False):
        parts.insert(min(at, len(parts)), f'<P><FONT SIZE="3" COLOR="#CC3300"><B>{head}</B></FONT><BR><BR>')
    if told.quote:
        parts.insert(4, f"<BLOCKQUOTE><I>{told.quote}</I></BLOCKQUOTE>")
    picture = (
        f'<TABLE ALIGN="{job.rng.choice(("LEFT", "RIGHT"))}" WIDTH="210" BORDER="0"><TR><TD><IMG SRC="/pics/p{job.rng.randint(1, 99)}.jpg" '
        f'WIDTH="200" HEIGHT="150" ALT=""><BR><FONT SIZE="1">{told.caption}</FONT></TD></TR></TABLE>'
    )
    if told.items:
        parts.append("<UL>" + "".join(f"<LI>{_FONT.format(2)}{x}</FONT>\n" for x in told.items) + "</UL>")
    crumbs = f'<DIV ~navigation><FONT SIZE="1"><A HREF="/">{chrome.word(job, "home")}</A> &gt; <A HREF="/2.htm">{chrome.menu(job, 4)[-1]}</A></FONT></DIV>'
    return f"""{job.when(0.5, crumbs)}
<H2 ~title><FONT FACE="Georgia" COLOR="#333333">{told.title}</FONT></H2>
<DIV ~meta><FONT SIZE="1">{chrome.word(job, "by")} <A HREF="mailto:redaktion@{job.site.host}">{_author(job)}</A>, {when}</FONT></DIV>
<HR NOSHADE SIZE="1">
{picture}
<P>{_FONT.format(2)}<B>{drop}</B></FONT><BR><BR>
{chr(10).join(parts)}
<BR CLEAR="ALL">
<TABLE WIDTH="100%" ~navigation><TR><TD ALIGN="LEFT"><FONT SIZE="1"><A HREF="p.htm">{chrome.word(job, "previous")}</A></FONT>
<TD ALIGN="RIGHT"><FONT SIZE="1"><A HREF="n.htm">{chrome.word(job, "next")}</A></FONT></TABLE>"""


def _author(job: Job) -> str:
    authors = {"ru": "Г. Савельева", "el": "Ν. Καλλέργης", "de": "R. Holzner", "es": "M. Prado"}
    return authors.get(job.site.language, job.write.slots["p6"])


def _old(text: str) -> str:
    """Return the paragraph as editors of the time typed it: a link in capitals, wide spaces after full stops."""
    return re.sub(r"\. (?=[A-Z])", ". &nbsp;", text, count=1)


def _left(job: Job) -> str:
    links = "\n".join(
        f'<TR><TD><FONT SIZE="1">&#149; <A HREF="/s{i}.htm" onMouseOver="roll(\'b{i}\',\'_on\')">{x}</A></FONT>'
        for i, x in enumerate(chrome.menu(job, 10) + chrome.words(job, "foot", 3))
    )
    search = f'<FORM ACTION="/cgi-bin/search.pl" ~control><FONT SIZE="1">{chrome.word(job, "search")}:</FONT><BR><INPUT SIZE="10"><INPUT TYPE="submit" VALUE="Go!"></FORM>'
    counter = f'<CENTER ~footer><IMG SRC="/cgi-bin/counter.cgi" ALT=""><BR><FONT SIZE="1">{job.rng.randint(1000, 99999):06}</FONT></CENTER>'
    return f"""<TD WIDTH="130" VALIGN="TOP" BGCOLOR="#EEEEEE" ~navigation>
<TABLE WIDTH="130" BORDER="0" CELLSPACING="0" CELLPADDING="2">
{links}
</TABLE>{job.when(0.6, search)}{job.when(0.5, counter)}</TD>"""


def _right(job: Job) -> str:
    rows = each(
        teasers(job, 5),
        lambda i, t: (
            f'<TR><TD><FONT SIZE="1"><A HREF="/a{i}.htm">{t}</A></FONT><BR><IMG SRC="/gfx/line.gif" WIDTH="120" HEIGHT="1">'
        ),
    )
    poll = (
        '<TABLE BORDER="1" ~control><TR><TD><FONT SIZE="1"><B>?</B></FONT><TR><TD><FORM><INPUT TYPE="radio" NAME="v"><FONT SIZE="1">+</FONT>'
        '<INPUT TYPE="radio" NAME="v"><FONT SIZE="1">-</FONT><INPUT TYPE="submit" VALUE="OK"></FORM></TABLE>'
    )
    return f"""<TD WIDTH="140" VALIGN="TOP" ~sidebar><TABLE WIDTH="140" BGCOLOR="#FFFFEE" BORDER="0"><TR><TD BGCOLOR="#336699">
<FONT SIZE="2" COLOR="#FFFFFF"><B>{chrome.word(job, "recent")}</B></FONT>
{rows}</TABLE>{job.when(0.4, poll)}
{job.when(0.5, f'<P><FONT SIZE="1"><B>{chrome.word(job, "news_head")}</B><BR>{chrome.word(job, "news_text")}</FONT>')}</TD>"""


def _bottom(job: Job) -> str:
    links = " &nbsp;|&nbsp; ".join(f'<A HREF="/{i}.htm">{x}</A>' for i, x in enumerate(chrome.words(job, "foot", 4)))
    best = f"<BR>{chrome.words(job, 'browser', 2)[-1]}" if job.maybe(0.5) else ""
    return f"""<CENTER ~footer><HR WIDTH="90%"><FONT SIZE="1">[ <A HREF="#top">{chrome.word(job, "top")}</A> ] &nbsp; {links}<BR>
{chrome.word(job, "rights")}<BR>{chrome.word(job, "address")}</FONT></CENTER>
{f'<CENTER ~notice><FONT SIZE="1">{best}</FONT></CENTER>' if best else ""}"""


DESIGN = Design(
    "table1999",
    (
        Site(
            "Wintersea Online",
            "winterseaonline.example",
            "Welcome to the home page of the coast!",
            ("library", "chess", "telescope"),
            3,
            charset="iso-8859-1",
        ),
        Site(
            "The Village Pump",
            "villagepump.example",
            "Best viewed with an open mind",
            ("orchestra", "bees"),
            2,
            charset="windows-1252",
        ),
        Site(
            "Старая улица",
            "staraya-ulitsa.example",
            "Краеведческая страница нашего города",
            ("ru-tram", "ru-reka"),
            2,
            "ru",
            "windows-1251",
        ),
        Site("Το Παλιό Λιμάνι", "paliolimani.example", "Η σελίδα του νησιού μας", ("el-kaiki",), 1, "el", "iso-8859-7"),
        Site(
            "Mühlheimer Seiten",
            "muehlheimer-seiten.example",
            "Heimatkunde im Weltnetz seit 1997",
            ("de-imker",),
            1,
            "de",
            "iso-8859-1",
        ),
        Site(
            "The Signal Box", "signalbox.example", "A railwayman's pages", ("running", "flood"), 2, charset="iso-8859-1"
        ),
    ),
    make,
)
