import type { Resolved } from './members';
import { headOf } from './seal-report';

const row = (person: string, name: string, relation: string): Resolved =>
  ({ person, member: { name, relation } }) as unknown as Resolved;

describe('the head of a household, or the applicant of a case, as a report names them', () => {
  const son = row('p-1', '韦小山', '之子');
  const head = row('p-2', '韦大山', '户主');
  const wife = row('p-3', '黄秀英', '配偶');

  it('is the member of that name', () => expect(headOf([son, head, wife], '黄秀英')).toBe('p-3'));

  it.each(['户主', '本人'])('is, of two of that name, the one who stands as %s', (relation) =>
    expect(headOf([son, wife, row('p-4', '黄秀英', relation)], '黄秀英')).toBe('p-4'),
  );

  it.each([null, '陆建国'])('is who stands as head when the name given is %s', (named) =>
    expect(headOf([son, head, wife], named)).toBe('p-2'),
  );

  it('is the first where nobody stands as head, and nobody where no member is left', () => {
    expect(headOf([son, wife], null)).toBe('p-1');
    expect(headOf([], '韦大山')).toBeNull();
  });
});
