// @mozilla/readability on linkedom: what Firefox's reader view does. With `html` it answers in HTML.

import { textOf } from "../text.mjs";

export async function load(need, { html: asHtml = false } = {}) {
  const { parseHTML } = await need("linkedom");
  const { Readability } = await need("@mozilla/readability");
  const asItIs = (node) => node; // else it makes HTML, which would be parsed a second time
  return (html) => {
    const article = new Readability(parseHTML(html).document, asHtml ? {} : { serializer: asItIs }).parse();
    return article && (asHtml ? article.content : textOf(article.content));
  };
}
