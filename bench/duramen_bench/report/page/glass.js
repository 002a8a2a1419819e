
// ---- one page under the glass: what `report.texts.compact` packs of it, drawn for some of its tools.
// `shown` are these: { name, title, score }, the score as it is spelled. What pages and tools say goes in as text,
// never as markup.

const SAID = { "=": [null, ""], " ": [null, ""], "-": ["del", "missing"], "+": ["ins", "extra"] };

function underGlass(page, shown, { language = null, apart = false } = {}) {
  return [legend(page), columns(page, shown, language), snippets(page, shown), blocks(page, shown, apart)].filter(Boolean);
}

function legend(page) {
  const note = make("p", "", "note", "legend");
  if (page.gold === null) note.textContent = "This page has no gold text: nothing can be called missing or extra.";
  else note.append(`Against ${page.against ? `what ${page.against} answers` : "the gold"}: `, make("del", "missing"),
    " from the answer, ", make("ins", "extra"), " in it.");
  return note;
}

function columns(page, shown, language) {
  const box = make("div", "", "texts");
  if (page.gold !== null && !page.against)
    box.append(column("Gold", ["what is wanted"], [make("div", page.gold || "(nothing)", "text")]));
  for (const { name, title, score } of shown) {
    const answer = page.answers[page.tools.indexOf(name)];
    if (!answer) box.append(column(title, [score], [make("p", "Its answers are not in this report.", "note")]));
    else box.append(column(title, [score, ...counts(answer)], [written(page.gold ?? "", answer)]));
  }
  for (const text of all(".text", box)) {
    text.tabIndex = 0; // it scrolls, so a keyboard has to reach it
    if (language) text.lang = language;
  }
  return box;
}

function counts({ missing, extra }) {
  return missing === null ? [] : [`${missing} words missing`, `${extra} extra`];
}

function column(name, said, content) {
  const part = make("section");
  const head = make("h4", name);
  if (said.filter(Boolean).length) head.append(make("small", said.filter(Boolean).join(" · ")));
  part.append(head, ...content);
  return part;
}

// An answer's words: what of it is in the gold comes as a length, since the gold is there already.
function written(gold, { ops, error }) {
  const box = make("div", "", "text");
  if (error) box.append(make("p", `failed: ${error}`, "fail"));
  let at = 0;
  for (const [sign, what] of ops) {
    const text = typeof what === "number" ? gold.slice(at, (at += what)) : what;
    const [tag, label] = SAID[sign];
    if (!tag) box.append(text);
    else box.append(marked(tag, label, text));
  }
  if (!ops.length && !error) box.append(make("p", "(nothing)", "note"));
  return box;
}

function marked(tag, label, text) {
  const mark = make(tag, text);
  mark.title = label;
  return mark;
}

// What each of the shown tools has in a list that has an entry a tool.
const theirs = (page, shown, by) => shown.map(({ name }) => by[page.tools.indexOf(name)]);
const titles = shown => shown.map(({ title }) => title);

function snippets(page, shown) {
  if (!page.snippets.length) return null;
  const rows = page.snippets.map(([text, wanted, by]) => [wanted ? "must be there" : "must not",
    ...theirs(page, shown, by).map(there => (there === undefined ? "–" : there ? "there" : "not there")), text]);
  const box = table("Snippets", ["wanted", ...titles(shown), "snippet"], rows);
  all("tbody tr", box).forEach((row, i) => theirs(page, shown, page.snippets[i][2]).forEach((there, k) => {
    row.cells[1 + k].classList.add("share", there === page.snippets[i][1] ? "right" : "wrong");
  }));
  return box;
}

function blocks(page, shown, apart) {
  if (!page.blocks.length) return null;
  const picked = page.blocks.filter(block => !apart || differ(theirs(page, shown, block[5])));
  const rows = picked.map(([text, role, kind, kept, , by]) => [kept === null ? "–" : kept ? "content" : "noise",
    [role ?? "", kind].filter(Boolean).join(", ") || "–",
    ...theirs(page, shown, by).map(percent => (percent === undefined ? "–" : `${percent} %`)), text]);
  const box = table(`Blocks, and how much of each got through: ${picked.length} of ${page.blocks.length}`,
    ["gold", "role, kind", ...titles(shown), "text"], rows);
  all("tbody tr", box).forEach((row, i) => markBlock(row, picked[i], theirs(page, shown, picked[i][5])));
  return box;
}

const differ = shares => new Set(shares.map(percent => percent >= 50)).size > 1;

function markBlock(row, [, role, , kept, judged], shares) {
  if (!judged) row.title = "not counted: its text is also in the content, or it has no words";
  row.cells[1].classList.add(`role-${role ?? "unnamed"}`, "tag");
  shares.forEach((_, i) => row.cells[2 + i].classList.add("share"));
  if (kept === null) return;
  row.classList.add(kept ? "kept" : "noise");
  shares.forEach((percent, i) => {
    if (percent === undefined) return;
    const right = kept ? percent >= 50 : percent < 50;
    row.cells[2 + i].classList.add(right || !judged ? "right" : "wrong");
    if (!right && judged) row.cells[2 + i].append(make("small", kept ? "lost" : "leaked"));
  });
}

function table(name, heads, rows) {
  const box = make("div", "", "scroll");
  const element = make("table", "", "blocks");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", name);
  element.createCaption().textContent = name;
  const head = element.createTHead().insertRow();
  head.append(...heads.map(text => Object.assign(make("th", text), { scope: "col" })));
  const body = element.createTBody();
  body.append(...rows.map(cells => {
    const row = make("tr");
    row.append(...cells.map(text => make("td", text)));
    return row;
  }));
  box.append(element);
  return box;
}
