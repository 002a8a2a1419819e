// ---- the page inspector: a list of a corpus's pages, and one of them under the glass with two answers

const glass = one("#pages");
const picks = one(".picks");
const STEP = 100; // rows that are added at a time

let looked = null; // the corpus that is laid out: what its blob holds, and the order of its pages

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
  const drawn = page ? underGlass(page, bothAt(at), { language: looked.pages[at][3], apart: state.blocks === "apart" }) : [textless()];
  return place.replaceChildren(about(at, page), ...drawn);
}

function bothAt(at) {
  return [looked.a, looked.b].map(name => ({ name, title: title(name), score: share(looked.scores[looked.metric][name][at]) }));
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
