// defuddle on linkedom. `useAsync: false`: it may ask no other site for content.

import { htmlToText } from "../text.mjs";

export async function load(need) {
  const linkedom = await need("linkedom");
  const { Defuddle } = await need("defuddle/node");
  const toText = htmlToText(linkedom);
  return async (html, url) => toText((await Defuddle(linkedom.parseHTML(html).document, url, { useAsync: false })).content);
}
