import { BodyUnreadable } from './faults';
import { framed, unframed } from './registry-framing';

describe('a value as Confluent’s clients read it', () => {
  it('is a zero, the id in four bytes, the body', () => {
    expect(framed(0x01020304, Buffer.from('ab')).toString('hex')).toBe('00010203046162');
    expect(unframed(Buffer.from('00010203046162', 'hex'))).toEqual({ schemaId: 0x01020304, body: Buffer.from('ab') });
    expect(unframed(framed(7, Buffer.alloc(0)))).toEqual({ schemaId: 7, body: Buffer.alloc(0) });
  });
  it.each(['00010203', '', '0101020304616263'])('is not %j', (hex) =>
    expect(() => unframed(Buffer.from(hex, 'hex'))).toThrow(BodyUnreadable),
  );
});
