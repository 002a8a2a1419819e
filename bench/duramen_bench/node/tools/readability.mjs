// @mozilla/readability: what Firefox's reader view does. With `html` it answers in HTML.

import { toDocument } from "../dom.mjs";
import { textOf } from "../text.mjs";

export async function load(need, { html: asHtml = false } = {}) {
  const documentOf = await toDocument(need);
  const { Readability } = await need("@mozilla/readability");
  const asItIs = (node) => node; // else it makes HTML, which would be parsed a second time
  return (html) => {
    const article = new Readability(documentOf(html), asHtml ? {} : { serializer: asItIs }).parse();
    return article && (asHtml ? article.content : textOf(article.content));
  };
}
