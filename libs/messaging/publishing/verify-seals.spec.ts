import { Ed25519Signer, Sm2Signer, newEd25519Key, newSm2Key, sm3 } from '@xianjie/documents';
import type { Signer } from '@xianjie/documents';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import type { Seal } from '../postgres-seals';
import { SHARD, appendLives } from './publishing.fixture';
import { sealStatement } from './sealer';
import { verifySeals } from './verify-seals';

const AT = '2017-01-03T01:02:03.456Z';
const hub = Sm2Signer.fromPem(newSm2Key());

type Asked = Pick<Seal, 'number' | 'link' | 'previous'>;
const sealed = async (asked: Asked, signer: Signer = hub): Promise<Seal> => {
  const unsigned = { shard: SHARD, recordedAt: AT, sealedAt: AT, ...asked };
  const statement = sealStatement(unsigned);
  const { algorithm, keyId, publicKey, value: signature } = await signer.sign(Buffer.from(statement));
  return { ...unsigned, statement, algorithm, keyId, publicKey, signature };
};

/** Positions 2, 4, 6, 8 and 10 of a log of ten. */
const history = async (signer: Signer = hub): Promise<{ log: EventLog; seals: Seal[] }> => {
  const log = new InMemoryEventLog(new FixedClock());
  await appendLives(log, 5);
  const links = await log.linksAt(SHARD, [2, 4, 6, 8, 10]);
  const seals: Seal[] = [];
  for (const [number, link] of links) {
    const previous = seals.length > 0 ? sm3(seals.at(-1)!.statement) : null;
    seals.push(await sealed({ number, link: link.toString('hex'), previous }, signer));
  }
  return { log, seals };
};

describe('the seals of a log', () => {
  let log: EventLog;
  let seals: Seal[];
  beforeAll(async () => {
    ({ log, seals } = await history());
  });
  const found = (database: readonly Seal[], file: readonly Seal[] | null = seals) =>
    verifySeals(log, SHARD, { database, file }, { trusted: new Set([seals[0]!.publicKey]) });
  const without = (...numbers: readonly number[]) => seals.filter(({ number }) => !numbers.includes(number));
  const bad = (number: number, because: string, holdsUpTo: number) => ({ firstBad: { number, because }, holdsUpTo });

  it('hold when nobody touched them, by SM2 and by Ed25519', async () => {
    expect(await found(seals)).toMatchObject({ checked: 5, firstBad: null, holdsUpTo: 10 });
    const other = await history(new Ed25519Signer(newEd25519Key()));
    const copies = { database: other.seals, file: null };
    expect(await verifySeals(other.log, SHARD, copies)).toMatchObject({ checked: 5, firstBad: null, holdsUpTo: 10 });
  });

  it.each([
    ['number', 7],
    ['link', 'ab'.repeat(32)],
    ['recordedAt', '2017-01-03T01:02:03.457Z'],
    ['sealedAt', '2017-01-03T01:02:03.457Z'],
    ['previous', null],
    ['statement', '{}'],
  ] as const)('show a %s that was altered, in either copy', async (field, value) => {
    const altered = seals.map((seal) => (seal.number === 6 ? { ...seal, [field]: value } : seal));
    const number = field === 'number' ? 7 : 6;
    for (const copies of [await found(altered, null), await found(seals, altered)])
      expect(copies.firstBad).toMatchObject({ number, because: 'statement-altered' });
  });

  it.each(['signature', 'algorithm', 'publicKey', 'keyId'] as const)('show a %s that was exchanged', async (field) => {
    const stranger = await sealed(seals[2]!, new Ed25519Signer(newEd25519Key()));
    const altered = seals.map((seal) => (seal.number === 6 ? { ...seal, [field]: stranger[field] } : seal));
    expect(await found(altered, null)).toMatchObject(bad(6, 'signature-invalid', 4));
  });

  it('show a seal of somebody else’s key', async () => {
    const stranger = await sealed(seals[2]!, Sm2Signer.fromPem(newSm2Key()));
    const altered = seals.map((seal) => (seal.number === 6 ? stranger : seal));
    expect(await found(altered, null)).toMatchObject(bad(6, 'unknown-key', 4));
  });

  it('show one that was taken out of the database, by the file or by the next', async () => {
    expect(await found(without(4))).toMatchObject(bad(4, 'missing-in-database', 2));
    expect(await found(without(2))).toMatchObject(bad(2, 'missing-in-database', 0));
    expect(await found(without(4), null)).toMatchObject(bad(6, 'seal-before-missing', 2));
    expect(await found(without(2, 4), null)).toMatchObject(bad(6, 'seal-before-missing', 0));
  });

  it('show one that was taken out of the middle of the file; an older copy of it is no fault', async () => {
    expect(await found(seals, without(4))).toMatchObject(bad(4, 'missing-in-file', 2));
    expect(await found(seals, without(8, 10))).toMatchObject({ firstBad: null });
  });

  it('show one that the hub’s own key put in between', async () => {
    const link = (await log.linksAt(SHARD, [5])).get(5)!.toString('hex');
    const inserted = await sealed({ number: 5, link, previous: sm3(seals[1]!.statement) });
    expect((await found([...seals, inserted], null)).firstBad).toEqual({ number: 6, because: 'seal-before-missing' });
  });

  it('show two that changed places', async () => {
    const [one, other] = [seals[1]!, seals[3]!];
    const swapped = seals.map((seal) =>
      seal === one ? { ...other, number: one.number } : seal === other ? { ...one, number: other.number } : seal,
    );
    expect(await found(swapped, null)).toMatchObject(bad(4, 'statement-altered', 2));
  });

  it('show a log that was written anew with all its links, and one whose last events are gone', async () => {
    const rewritten = (await history()).log;
    const copies = { database: seals, file: seals };
    expect(await verifySeals(rewritten, SHARD, copies)).toMatchObject(bad(2, 'another-link', 0));
    const cut = new InMemoryEventLog(new FixedClock());
    expect(await verifySeals(cut, SHARD, copies, { from: 9 })).toMatchObject(bad(10, 'not-in-the-log', 0));
  });

  it('show the lowest of several faults, whichever is found first, and name every key that signed', async () => {
    const altered = without(4).map((seal) => (seal.number === 8 ? { ...seal, statement: '{}' } : seal));
    expect(await found(altered)).toMatchObject(bad(4, 'missing-in-database', 2));
    const stranger = await sealed(seals[4]!, Sm2Signer.fromPem(newSm2Key()));
    const { keyIds } = await found([...seals.slice(0, 4), stranger], null);
    expect(keyIds).toEqual([seals[0]!.keyId, stranger.keyId]);
  });

  it('are looked at only in the range that is asked for', async () => {
    const asked = { database: without(4), file: seals };
    expect(await verifySeals(log, SHARD, asked, { from: 5 })).toMatchObject({ checked: 3, firstBad: null, holdsUpTo: 10 });
    expect(await verifySeals(log, SHARD, asked, { to: 3 })).toMatchObject({ checked: 1, firstBad: null, holdsUpTo: 2 });
    const borders = { from: 6, to: 8 };
    expect(await verifySeals(log, SHARD, asked, borders)).toMatchObject({ checked: 2, firstBad: null, holdsUpTo: 8 });
  });

  it('of before they named each other stand at the beginning only', async () => {
    const unnamed = await Promise.all(seals.map((seal) => sealed({ ...seal, previous: null })));
    const mixed = [...unnamed.slice(0, 3), await sealed({ ...seals[3]!, previous: sm3(unnamed[2]!.statement) })];
    expect(await found(mixed, null)).toMatchObject({ firstBad: null, holdsUpTo: 8 });
    expect((await found([...mixed, unnamed[4]!], null)).firstBad).toEqual({ number: 10, because: 'seal-before-missing' });
  });
});
