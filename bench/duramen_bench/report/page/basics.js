// What every page of ours needs: finding and making elements, spelling scores.
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function make(tag, text = "", ...classes) {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = text;
  element.classList.add(...classes.filter(Boolean));
  return element;
}

const share = thousandths => (thousandths === null || thousandths === undefined ? "–"
  : (thousandths / 1000).toFixed(3).replace(/^0/, ""));
const signed = thousandths => (thousandths < 0 ? "−" : "+") + share(Math.abs(thousandths));

// A table that goes on beyond the edge fades there.
function hint(box) {
  box.classList.toggle("more", box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
}

document.addEventListener("scroll", event => event.target.matches?.(".scroll, .jumps") && hint(event.target), true);
addEventListener("resize", () => all(".scroll, .jumps").forEach(hint));
