// defuddle. `useAsync: false`: it may ask no other site for content. With `markdown` it answers in Markdown.

import { toDocument } from "../dom.mjs";
import { htmlToText } from "../text.mjs";

export async function load(need, { markdown = false } = {}) {
  const documentOf = await toDocument(need);
  const { Defuddle } = await need("defuddle/node");
  const finish = markdown ? (content) => content : htmlToText(await need("linkedom"));
  const options = markdown ? { useAsync: false, markdown } : { useAsync: false };
  return async (html, url) => finish((await Defuddle(documentOf(html), url, options)).content);
}
