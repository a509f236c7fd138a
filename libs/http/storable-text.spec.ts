import { isStorableText } from '@xianjie/domain';
import { unstorableText } from './storable-text';

describe('a text', () => {
  it.each(['', '韦大山', 'a\nb\tc\r', '𠮷', "'; --"])('can be stored: %j', (text) => expect(isStorableText(text)).toBe(true));
  it.each(['\u0000', 'a\u0001', '\ud800', 'x\udc00', '\udc00\ud800', '\u007f'])('cannot be stored: %j', (text) =>
    expect(isStorableText(text)).toBe(false),
  );

  it('is found wherever it lies in a body', () => {
    expect(unstorableText({ reason: 'ok', accountability: { signatory: 'a\u0000' } })).toBe('accountability.signatory');
    expect(unstorableText([{ reason: 'ok' }, 1, null])).toBeNull();
    let deep: unknown = '\u0000';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(unstorableText(deep)).not.toBeNull();
  });
});
