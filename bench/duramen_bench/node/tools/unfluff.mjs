// unfluff: it answers with text.

export async function load(need) {
  const { default: unfluff } = await need("unfluff");
  return (html) => unfluff.lazy(html).text();
}
