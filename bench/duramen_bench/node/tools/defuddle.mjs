// defuddle on linkedom. `useAsync: false`: it may ask no other site for content. With `markdown` it answers in Markdown.

import { htmlToText } from "../text.mjs";

export async function load(need, { markdown = false } = {}) {
  const linkedom = await need("linkedom");
  const { Defuddle } = await need("defuddle/node");
  const finish = markdown ? (content) => content : htmlToText(linkedom);
  const options = markdown ? { useAsync: false, markdown } : { useAsync: false };
  return async (html, url) => finish((await Defuddle(linkedom.parseHTML(html).document, url, options)).content);
}
