
// ---- the report's state is its address: #corpus=…&metric=…&page=…&a=…&b=… can be kept and shared.

const controls = one(".bar-top");
const sections = all("section.corpus");
const choices = name => [...controls.elements[name].options].map(option => option.value);

const defaults = () => ({ corpus: sections[0].dataset.corpus, metric: "own", page: "", a: "", b: "", order: "apart", blocks: "all" });
let state = defaults();

function readAddress(usual) {
  const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const next = { ...defaults(), ...usual };
  for (const key of Object.keys(next)) if (given[key]) next[key] = given[key];
  if (!choices("corpus").includes(next.corpus)) next.corpus = defaults().corpus;
  if (!choices("metric").includes(next.metric)) next.metric = "own";
  return next;
}

function writeAddress() {
  const usual = defaults();
  const said = Object.entries(state).filter(([key, value]) => value && (key === "corpus" || value !== usual[key]));
  history.replaceState(null, "", `#${new URLSearchParams(said)}`);
}

async function go(changes) {
  state = { ...state, ...changes };
  writeAddress();
  await show();
}

// ---- what is packed

const blobs = new Map(all("script[data-blob]").map(element => [element.dataset.blob, element]));
const unpacked = new Map();

function unpack(name) {
  if (!unpacked.has(name)) unpacked.set(name, unzip(blobs.get(name)?.textContent));
  return unpacked.get(name);
}

async function unzip(packed) {
  if (packed === undefined) return null;
  const bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

// ---- the switch of metric: each view was rendered when the report was, by the same templates as the first

const views = new Map();

async function view(fragment, metric) {
  const key = `${fragment}/${metric}`;
  if (!views.has(key)) {
    const markup = await unpack(key);
    if (markup === null) return null;
    views.set(key, [...new DOMParser().parseFromString(markup, "text/html").body.childNodes]);
  }
  return views.get(key);
}

async function showMetric(place, metric) {
  if (place.dataset.metric === metric) return true;
  const nodes = await view(place.dataset.fragment, metric);
  if (nodes === null) return false;
  views.set(`${place.dataset.fragment}/${place.dataset.metric}`, [...place.childNodes]);
  place.replaceChildren(...nodes);
  place.dataset.metric = metric;
  return true;
}

async function showCorpus() {
  for (const section of sections) section.hidden = section.dataset.corpus !== state.corpus;
  const section = sections.find(other => !other.hidden);
  const place = one("[data-fragment]", section);
  const metric = state.metric === "own" ? place.dataset.own : state.metric;
  const there = await showMetric(place, metric);
  if (!there) await showMetric(place, place.dataset.own);
  one(".absent", section).hidden = there;
  return section;
}

let shown = 0;

async function show() {
  const turn = ++shown;
  controls.elements.corpus.value = state.corpus;
  controls.elements.metric.value = state.metric;
  try {
    const overview = one("#overview [data-fragment]");
    if (overview && !(await showMetric(overview, state.metric))) await showMetric(overview, "own");
    const section = await showCorpus();
    if (turn !== shown) return; // another choice was made meanwhile
    jumps(section);
    prepareGrids();
    for (const box of all(".scroll, .jumps")) hint(box);
    one("[data-status]").textContent = one("[data-said]", section)?.textContent ?? "";
    await inspect();
    document.documentElement.dataset.shown = location.hash; // for whoever waits for the page to be there
  } catch (error) {
    one("[data-status]").textContent = "";
    failed(error);
  }
}

function failed(error) {
  const old = typeof DecompressionStream === "undefined";
  const said = old ? "This browser is too old to unpack the other metrics and the pages (it has no DecompressionStream)."
    : `This part of the report cannot be shown: ${error.message}`;
  let note = one(".broken");
  if (!note) {
    note = document.createElement("p");
    note.className = "broken";
    note.setAttribute("role", "alert");
    controls.after(note);
  }
  note.textContent = said;
}

// ---- going about

function jumps(section) {
  const targets = [one("#overview"), section, ...all("[data-part]", section), one("#pages")].filter(Boolean);
  const named = targets.map(target => [target.dataset.jump ?? target.dataset.part ?? "Board", target]);
  one(".jumps").replaceChildren(...named.map(([name, target]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    });
    return button;
  }));
}

// ---- what is chosen

controls.addEventListener("submit", event => event.preventDefault());
controls.addEventListener("change", event => {
  const apart = event.target.name === "corpus" ? { page: "", a: "", b: "" } : {};
  go({ ...apart, [event.target.name]: event.target.value }).then(() => event.target.name === "corpus" && reveal());
});

// A corpus that was chosen from above it is shown; who reads further down stays there.
function reveal() {
  const section = one("section.corpus:not([hidden])");
  if (section.getBoundingClientRect().top > innerHeight / 2) section.scrollIntoView();
}

addEventListener("hashchange", async () => {
  if (!location.hash.includes("=")) return; // the skip link
  const { metric, order, blocks } = state; // a link to a corpus leaves the rest as it is
  state = readAddress({ metric, order, blocks });
  writeAddress();
  await show();
  one("section.corpus:not([hidden])").scrollIntoView();
});
