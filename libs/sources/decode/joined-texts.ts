// What exceljs would read otherwise than a spreadsheet shows it, put right in the XML before it reads it.

/** No tag of a book is as long; held without a bound, one that never ends would be read again with each chunk. */
const LONGEST_TAG = 65_536;

/** The same text, cut so that no chunk ends inside a tag. Within texts and attributes XML has no bare `<`. */
async function* wholeTags(xml: AsyncIterable<string>): AsyncIterable<string> {
  let open = '';
  for await (const chunk of xml) {
    const text = open + chunk;
    const last = text.lastIndexOf('<');
    const isOpen = last !== -1 && text.indexOf('>', last) === -1;
    open = isOpen ? text.slice(last) : '';
    if (open.length > LONGEST_TAG) throw new Error('a tag that does not end');
    yield isOpen ? text.slice(0, last) : text;
  }
  yield open;
}

/** How a name is spoken (拼音) stands beside it in the same element; it is no part of it. */
const SPOKEN = /<rPh\b[\s\S]*?<\/rPh>/g;
const PIECE = /<t(?:\s[^>]*[^>/])?>([\s\S]*?)<\/t>/g;
const joined = (inside: string): string =>
  Array.from(inside.replaceAll(SPOKEN, '').matchAll(PIECE), ([, piece]) => piece).join('');

/** Each `si` or `is` with one text: exceljs keeps of a text with 拼音 only the sound, and of one in pieces within a cell the last. */
export async function* joinedTexts(xml: AsyncIterable<string>, tag: 'si' | 'is'): AsyncIterable<string> {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  /** Of an element that began in an earlier chunk. */
  let begun: string[] | null = null;
  for await (const chunk of wholeTags(xml)) {
    let [out, from, at] = ['', 0, 0];
    for (;;) {
      const start: number = begun === null ? chunk.indexOf(open, at) : -open.length;
      if (begun === null && start === -1) break;
      const content = start + open.length;
      const end = chunk.indexOf(close, content);
      if (end === -1) {
        out += chunk.slice(from, Math.max(from, start));
        (begun ??= []).push(chunk.slice(content));
        from = chunk.length;
        break;
      }
      at = end + close.length;
      // Nearly all of them: millions in a large book are left where they stand.
      const isPlain =
        begun === null && chunk.startsWith('<t', content) && chunk.indexOf('<', content + 1) === end - '</t>'.length;
      if (isPlain) continue;
      out += `${chunk.slice(from, Math.max(from, start))}${open}<t>${joined([...(begun ?? []), chunk.slice(content, end)].join(''))}</t>`;
      [begun, from] = [null, end];
    }
    out += chunk.slice(from);
    if (out !== '') yield out;
  }
}

const DAY_CELL = /(<c\b[^<>]*\st=)"d"/g;

/** A sheet whose day cells (`t="d"`, as in Strict Open XML) are texts: exceljs would read the year as a number. */
export async function* daysAsText(xml: AsyncIterable<string>): AsyncIterable<string> {
  for await (const chunk of wholeTags(xml)) yield chunk.replaceAll(DAY_CELL, '$1"str"');
}
