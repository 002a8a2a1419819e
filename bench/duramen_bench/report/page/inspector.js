// ---- the page inspector. All that pages and tools say goes in as text, never as markup.

const glass = one("#pages");
const picks = one(".picks");
const STEP = 100; // rows that are added at a time
const SAID = { "=": [null, ""], " ": [null, ""], "-": ["del", "missing"], "+": ["ins", "extra"] };

let looked = null; // the corpus that is laid out: what its blob holds, and the order of its pages

function make(tag, text = "", ...classes) {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = text;
  element.classList.add(...classes.filter(Boolean));
  return element;
}

const share = thousandths => (thousandths === null || thousandths === undefined ? "–"
  : (thousandths / 1000).toFixed(3).replace(/^0/, ""));
const signed = thousandths => (thousandths < 0 ? "−" : "+") + share(Math.abs(thousandths));

async function inspect() {
  const packed = await unpack(`pages/${state.corpus}`);
  glass.hidden = packed === null;
  if (packed === null) return;
  if (looked?.corpus !== state.corpus) looked = { corpus: state.corpus, ...JSON.parse(packed) };
  const section = sections.find(other => !other.hidden);
  looked.metric = one("[data-fragment]", section).dataset.metric;
  chooseTools();
  const option = one(`option[value="${looked.metric}"]`, controls.elements.metric);
  one("[data-title]", glass).textContent = one("h2", section).textContent;
  one("[data-metric-title]", glass).textContent = option.textContent;
  const laidOut = [looked.corpus, looked.metric, looked.a, looked.b, state.order].join("\n");
  if (glass.dataset.laidOut !== laidOut) list();
  glass.dataset.laidOut = laidOut;
  for (const button of all(".pages button", glass)) markChosen(button);
  await showPage();
}

function markChosen(button) {
  if (button.dataset.id === state.page) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

// ---- the two tools

function chooseTools() {
  const names = looked.tools.map(([name]) => name);
  const usual = [names.find(name => name === "duramen") ?? names[0],
    looked.tools.find(([, , kind]) => kind === "rival")?.[0] ?? names[1] ?? names[0]];
  ["a", "b"].forEach((which, i) => {
    const select = picks.elements[which];
    if (select.dataset.corpus !== looked.corpus) {
      select.replaceChildren(...looked.tools.map(([name, title]) => new Option(title, name)));
      select.dataset.corpus = looked.corpus;
    }
    select.value = looked[which] = names.includes(state[which]) ? state[which] : usual[i];
    one(`[data-head=${which}]`, glass).textContent = select.selectedOptions[0].textContent;
  });
  picks.elements.order.value = state.order;
  picks.elements.blocks.value = state.blocks;
}

const title = name => looked.tools.find(([other]) => other === name)[1];

// ---- the list

const ORDERS = {
  apart: (a, b) => -Math.abs(a - b), a: (a, b) => b - a, b: (a, b) => a - b, low: (a, b) => a + b, page: () => 0,
};

function list() {
  const [first, second] = ["a", "b"].map(which => looked.scores[looked.metric][looked[which]]);
  const by = ORDERS[state.order] ?? ORDERS.apart;
  const wanted = picks.elements.find.value.trim().toLowerCase();
  looked.order = looked.pages.map((about, i) => ({ about, i, a: first[i], b: second[i], place: by(first[i], second[i]) }))
    .filter(row => row.about.join(" ").toLowerCase().includes(wanted))
    .sort((one_, other) => one_.place - other.place || one_.i - other.i);
  one("[data-count]", glass).textContent = looked.order.length === looked.pages.length
    ? `${looked.pages.length} pages` : `${looked.order.length} of ${looked.pages.length} pages`;
  one(".pages tbody").replaceChildren();
  more();
}

function more() {
  const body = one(".pages tbody");
  const start = body.rows.length;
  body.append(...looked.order.slice(start, start + STEP).map(listed));
  one(".more", glass).hidden = body.rows.length >= looked.order.length;
}

function listed({ about: [id, host, type, language], i, a, b }) {
  const row = make("tr");
  const head = make("th", "", "name");
  head.scope = "row";
  const button = make("button", host || id, "page");
  button.type = "button";
  button.dataset.id = id;
  button.title = id;
  markChosen(button);
  head.append(button, make("small", [type, language, host && id].filter(Boolean).join(" · ")));
  row.append(head, scoreCell(a, i, looked.a), scoreCell(b, i, looked.b),
    make("td", a === null || b === null ? "–" : signed(a - b)));
  return row;
}

function scoreCell(value, i, tool) {
  const failure = looked.failures[tool]?.[i];
  const cell = make("td", share(value), failure ? "fail" : "");
  if (failure) cell.title = failure;
  return cell;
}

// ---- one page

async function showPage() {
  const at = looked.pages.findIndex(([id]) => id === state.page);
  const place = one("[data-page]", glass);
  one("#h-page").textContent = at < 0 ? "Choose a page" : looked.pages[at][1] || state.page;
  if (at < 0) return place.replaceChildren();
  const chunk = looked.texts[state.page];
  const page = chunk === undefined ? null : JSON.parse(await unpack(`texts/${looked.corpus}/${chunk}`))[state.page];
  const parts = [about(at, page), page ? null : textless()];
  if (page) parts.push(legend(page), columns(at, page), snippets(page), blocks(page));
  return place.replaceChildren(...parts.filter(Boolean));
}

function about(at, page) {
  const [id, , type, language] = looked.pages[at];
  const note = make("p", "", "note");
  note.append(make("code", page?.url || id), [type, language].filter(Boolean).map(said => ` · ${said}`).join(""));
  return note;
}

function textless() {
  const box = make("div");
  box.append(
    make("p", Object.keys(looked.texts).length ? "This report carries the text of a sample of these pages, and this page is not "
      + "in it. To read it with both answers, in a terminal:" : "Published pages are not copied into a report that is "
      + "published itself: it holds their scores and not their text. To read this page with both answers, in a terminal:", "note"),
    make("pre", `duramen bench inspect ${quoted(state.page)} --corpus ${quoted(looked.corpus)} `
      + `--tools ${quoted(`${looked.a},${looked.b}`)} --out RUN_DIR`),
    make("p", "or make a report of your own that carries them:", "note"),
    make("pre", "duramen bench report RUN_DIR --texts all"));
  return box;
}

const quoted = text => (/^[\w.,/:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function legend(page) {
  const note = make("p", "", "note", "legend");
  if (page.gold === null) note.textContent = "This page has no gold text: nothing can be called missing or extra.";
  else note.append("Against the gold: ", make("del", "missing"), " from the answer, ", make("ins", "extra"), " in it.");
  return note;
}

function columns(at, page) {
  const box = make("div", "", "texts");
  const language = looked.pages[at][3];
  if (page.gold !== null) box.append(column("Gold", ["what is wanted"], [make("div", page.gold || "(nothing)", "text")]));
  for (const tool of [looked.a, looked.b]) {
    const answer = page.answers[page.tools.indexOf(tool)];
    const score = share(looked.scores[looked.metric][tool][at]);
    if (!answer) box.append(column(title(tool), [score], [make("p", "Its answers are not in this report.", "note")]));
    else box.append(column(title(tool), [score, ...counts(answer)], [written(page.gold ?? "", answer)]));
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
  if (said.length) head.append(make("small", said.join(" · ")));
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

function snippets(page) {
  if (!page.snippets.length) return null;
  const rows = page.snippets.map(([text, wanted, by]) => [wanted ? "must be there" : "must not",
    ...pair(page, by).map(there => (there === undefined ? "–" : there ? "there" : "not there")), text]);
  const box = table("Snippets", ["wanted", title(looked.a), title(looked.b), "snippet"], rows);
  all("tbody tr", box).forEach((row, i) => pair(page, page.snippets[i][2]).forEach((there, k) => {
    row.cells[1 + k].classList.add("share", there === page.snippets[i][1] ? "right" : "wrong");
  }));
  return box;
}

const pair = (page, by) => [looked.a, looked.b].map(tool => by[page.tools.indexOf(tool)]);

function blocks(page) {
  if (!page.blocks.length) return null;
  const shown = page.blocks.filter(block => state.blocks !== "apart" || differ(pair(page, block[5])));
  const rows = shown.map(([text, role, kind, kept, , by]) => [kept ? "content" : "noise",
    [role ?? "", kind].filter(Boolean).join(", ") || "–",
    ...pair(page, by).map(percent => (percent === undefined ? "–" : `${percent} %`)), text]);
  const box = table(`Blocks, and how much of each got through: ${shown.length} of ${page.blocks.length}`,
    ["gold", "role, kind", title(looked.a), title(looked.b), "text"], rows);
  all("tbody tr", box).forEach((row, i) => markBlock(row, page, shown[i]));
  return box;
}

const differ = ([a, b]) => (a >= 50) !== (b >= 50);

function markBlock(row, page, [, role, , kept, judged, by]) {
  row.classList.add(kept ? "kept" : "noise");
  if (!judged) row.title = "not counted: its text is also in the content, or it has no words";
  row.cells[1].classList.add(`role-${role ?? "unnamed"}`, "tag");
  pair(page, by).forEach((percent, i) => {
    const right = kept ? percent >= 50 : percent < 50;
    row.cells[2 + i].classList.add("share", right || !judged ? "right" : "wrong");
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

// ---- what is chosen

picks.addEventListener("submit", event => event.preventDefault());
picks.addEventListener("input", event => event.target.name === "find" && list());
picks.addEventListener("change", event => event.target.name !== "find" && go({ [event.target.name]: event.target.value }));
glass.addEventListener("click", async event => {
  const button = event.target.closest("button");
  if (button?.classList.contains("more")) more();
  if (!button?.dataset.id) return;
  await go({ page: button.dataset.id });
  one("article", glass).focus({ preventScroll: true });
  one("article", glass).scrollIntoView({ block: "nearest" });
});

state = readAddress();
show();
