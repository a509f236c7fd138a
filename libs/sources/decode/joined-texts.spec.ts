import { daysAsText, joinedTexts } from './joined-texts';

async function* inChunks(text: string, size: number): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
const all = async (xml: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const chunk of xml) text += chunk;
  return text;
};

describe.each([1, 3, 7, 1_000])('in chunks of %i characters', (size) => {
  it.each([
    ['one text', '<t>韦大山</t>', '韦大山'],
    ['blanks that count', '<t xml:space="preserve"> 韦 </t>', ' 韦 '],
    ['pieces of several fonts', '<r><rPr><b/></rPr><t>韦大</t></r><r><t>山</t></r>', '韦大山'],
    ['拼音', '<t>韦大山</t><rPh sb="0" eb="1"><t>wéi</t></rPh><phoneticPr fontId="1"/>', '韦大山'],
    [
      'pieces, one of them empty, on lines of their own',
      '\n <r>\n <t>韦&lt;</t></r>\n <r><t/></r><r><t xml:space="preserve"/></r>',
      '韦&lt;',
    ],
    ['nothing', '', ''],
  ])('a string of %s is one text', async (_, inside, text) => {
    const sst = `<sst count="2"><si><t>a</t></si><si>${inside}</si></sst>`;
    const heard = await all(joinedTexts(inChunks(sst, size), 'si'));
    expect(heard.replace(' xml:space="preserve"', '')).toBe(`<sst count="2"><si><t>a</t></si><si><t>${text}</t></si></sst>`);
  });

  it('a day cell is a text, and what only looks like one stays', async () => {
    const sheet = `<c r="A1" s="3" t="d"><v>2016-05-01</v></c><c r="B1" t="str"><v>&lt;c t="d"</v></c>`;
    expect(await all(daysAsText(inChunks(sheet, size)))).toBe(sheet.replace('s="3" t="d"', 's="3" t="str"'));
  });
});

it('a tag that does not end is given up', async () => {
  await expect(all(daysAsText(inChunks(`<c ${'x'.repeat(200_000)}`, 1_000)))).rejects.toThrow('a tag that does not end');
});
