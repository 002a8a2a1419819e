// ---- a file of one page: whichever extractors are ticked are drawn

const page = JSON.parse(one("[data-inspected]").textContent);
const form = one("form.shown");

function draw() {
  const shown = all("input:checked", form).map(({ value, dataset }) => ({ name: value, title: value, score: dataset.score }));
  const apart = form.elements.blocks.value === "apart";
  one("[data-page]").replaceChildren(...underGlass(page, shown, { language: page.language, apart }));
  for (const box of all(".scroll")) hint(box);
  document.documentElement.dataset.shown = shown.map(({ name }) => name).join(","); // for whoever waits for it
}

form.addEventListener("submit", event => event.preventDefault());
form.addEventListener("change", draw);
draw();
