import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isCalled, schemaNamed, schemaVersions } from '@xianjie/contracts';
import { Ed25519Signer, Sm2Signer, newEd25519Key, newSm2Key, sm3 } from '@xianjie/documents';
import type { Signer } from '@xianjie/documents';
import { projectRoot } from '@xianjie/infrastructure';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { EventMessages, sealStatement, topicsOf } from '@xianjie/messaging';
import type { SchemaIds, Seal } from '@xianjie/messaging';
import { SHARD, appendElsewhere, appendLives } from '../../libs/messaging/publishing/publishing.fixture';

// The stand-alone verifier as an auditor runs it, over what the topics hold. Real topics: exit-list-life.journey.ts.

const VERIFIER = join(projectRoot(), 'bin', 'xianjie-verifier.mjs');
const AT = '2017-01-03T01:02:03.456Z';

type Line = { topic: string; partition: number; headers: Record<string, string>; value: string };
// Ed25519 but for one run: SM2 costs a second each.
const hub = new Ed25519Signer(newEd25519Key());
jest.setTimeout(30_000);

/** Ten events on two partitions, and seals of 4 and 10; or the one event of shard 45 and its seal. */
const history = async (signer: Signer, shard: '53' | '45' = SHARD): Promise<Readonly<{ lines: Line[]; seals: Seal[] }>> => {
  const log = new InMemoryEventLog(new FixedClock());
  await appendLives(log, 5);
  const messages = new EventMessages(topicsOf(), { peek: () => 7 } as unknown as SchemaIds);
  await appendElsewhere(log, '45');
  const lines: Line[] = [];
  for await (const page of log.readRange(shard, 0))
    for (const { topic, number, message } of await messages.of(page))
      lines.push({ topic, partition: number % 2, headers: { ...message.headers }, value: message.value!.toString('base64') });
  const seals: Seal[] = [];
  for (const [number, link] of await log.linksAt(shard, shard === SHARD ? [4, 10] : [1])) {
    const previous = seals.length > 0 ? sm3(seals.at(-1)!.statement) : null;
    const unsigned = { shard, number, link: link.toString('hex'), recordedAt: AT, sealedAt: AT, previous };
    const statement = sealStatement(unsigned);
    const { algorithm, keyId, publicKey, value: signature } = await signer.sign(Buffer.from(statement));
    seals.push({ ...unsigned, statement, algorithm, keyId, publicKey, signature });
  }
  return { lines, seals };
};

describe('the stand-alone verifier', () => {
  let folder: string;
  let lines: Line[];
  let seals: Seal[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xianjie-verifier-'));
    ({ lines, seals } = await history(hub));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  type Given = Readonly<{ lines: readonly unknown[]; seals: readonly unknown[]; signer: Signer; args: readonly string[] }>;
  let runs = 0;
  const run = async ({ lines: events = lines, seals: signed = seals, signer = hub, args = [] }: Partial<Given>) => {
    const name = (kind: string) => join(folder, `${runs}-${kind}`);
    runs += 1;
    const text = (all: readonly unknown[]) => all.map((one) => `${JSON.stringify(one)}\n`).join('');
    for (const partition of [0, 1])
      writeFileSync(name(`events-${partition}`), text((events as Line[]).filter((line) => line.partition === partition)));
    writeFileSync(name('seals'), text(signed));
    writeFileSync(name('key.pem'), signer.publicKeyPem);
    const given = [
      '--key',
      name('key.pem'),
      '--seals',
      name('seals'),
      '--events',
      name('events-0'),
      '--events',
      name('events-1'),
    ];
    const done = await promisify(execFile)(process.execPath, [VERIFIER, ...given, ...args]).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (fault: { code: number; stderr: string }) => ({ code: fault.code, said: fault.stderr }),
    );
    return [done.code, done.said.trim()] as const;
  };
  const finds = async (given: Partial<Given>, said: string) => {
    const [code, message] = await run(given);
    expect([code, message]).toEqual([1, expect.stringContaining(said)]);
  };
  /** A copy of the events in which one was altered. */
  const altered = (number: number, change: (line: Line) => Partial<Line>, from = lines): Line[] =>
    from.map((line, index) => (index === number - 1 ? { ...line, ...change(line) } : line));
  const withHeaders = (number: number, headers: Record<string, string>, from = lines) =>
    altered(number, (line) => ({ headers: { ...line.headers, ...headers } }), from);
  const otherBody = ({ value }: Line) => {
    const bytes = Buffer.from(value, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    return { value: bytes.toString('base64') };
  };
  const withoutLinks = (from: Line[]): Line[] =>
    from.map(({ headers: { xianjie_link: _, ...headers }, ...line }) => ({ ...line, headers }));

  it('finds an untouched history whole, names where an event stands, and takes repeats and SM2', async () => {
    expect(await run({ args: ['--event', lines[6]!.headers.ce_id!] })).toEqual([
      0,
      `${lines[6]!.headers.ce_id}: at 53:7, sealed\nshard 53: 53:1 to 53:10 is what was sealed, 2 seals hold`,
    ]);
    expect(await run({ lines: [...lines, ...lines.slice(3, 8)] })).toEqual([0, expect.stringContaining('53:1 to 53:10')]);
    const signer = Sm2Signer.fromPem(newSm2Key());
    expect(await run({ ...(await history(signer)), signer })).toEqual([0, expect.stringContaining('53:1 to 53:10')]);
  });

  it('takes the seals of several provinces together, each a history of its own', async () => {
    const other = await history(hub, '45');
    const both = { lines: [...lines, ...other.lines], seals: [...seals, ...other.seals] };
    expect(await run({ ...both, args: ['--event', '45:1'] })).toEqual([
      0,
      expect.stringMatching(/^45:1: at 45:1, sealed\nshard 45: 45:1 to 45:1 .*\nshard 53: 53:1 to 53:10 /) as string,
    ]);
    expect(await run({ ...both, lines })).toEqual([1, expect.stringContaining('45:1: missing')]);
  });

  it('needs only a range between two seals, in any order', async () => {
    expect(await run({ lines: lines.slice(4).toReversed(), args: ['--from', '53:5'] })).toEqual([
      0,
      expect.stringContaining('53:5 to 53:10'),
    ]);
    expect((await run({ lines: lines.slice(5), args: ['--from', '53:6'] }))[0]).toBe(2);
    await finds({ lines: lines.slice(4) }, '53:1: missing');
  });

  it.each([
    ...['ce_subject', 'xianjie_version', 'ce_id', 'ce_type', 'xianjie_schema', 'xianjie_effective_on', 'ce_time'],
    ...['xianjie_origin', 'ce_source', 'xianjie_county', 'xianjie_command', 'xianjie_link'],
  ])('names the position at which the header %s was altered', async (name) => {
    expect(lines[6]!.headers[name]).toEqual(expect.any(String));
    await finds({ lines: withHeaders(7, { [name]: `${lines[6]!.headers[name]}0` }) }, '53:7: altered');
  });

  it('names the position of a body that was altered, of an event removed, and of two exchanged', async () => {
    await finds({ lines: altered(7, otherBody) }, '53:7: altered');
    await finds({ lines: lines.filter((_, index) => index !== 6) }, '53:7: missing');
    await finds({ lines: lines.slice(0, 9) }, '53:10: missing');
    const [seven, nine] = [lines[6]!, lines[8]!];
    const position = ({ headers }: Line) => ({ xianjie_position: headers.xianjie_position! });
    const swapped = withHeaders(9, position(seven), withHeaders(7, position(nine)));
    await finds({ lines: swapped }, '53:7: altered');
    await finds({ lines: withHeaders(7, { xianjie_position: '53:0' }) }, '53:0 is no position');
  });

  it('names an event that was put in beside another, and one that is not sealed', async () => {
    await finds({ lines: [...lines, { ...lines[6]!, ...otherBody(lines[6]!) }] }, '53:7: there are two, which differ');
    const beyond = { ...lines[9]!, headers: { ...lines[9]!.headers, xianjie_position: '53:11' } };
    const added = [...lines, ...withoutLinks([beyond])];
    expect(await run({ lines: added })).toEqual([0, expect.stringContaining('up to 53:11 not sealed yet')]);
    await finds({ lines: added, args: ['--event', '53:11'] }, '53:11: not sealed yet');
    await finds({ args: ['--event', '53:12'] }, '53:12: not in the history');
  });

  it('finds a history whose links were all computed anew at the first seal behind it', async () => {
    const rewritten = withoutLinks(altered(7, otherBody));
    await finds({ lines: rewritten }, '53:10: not what was sealed; the first altered position is after 53:4');
    await finds({ lines: (await history(hub)).lines }, '53:4: not what was sealed; the first altered position is after 53:0');
  });

  it('names a seal that was altered, removed, put in, or signed by somebody else', async () => {
    const [four, ten] = seals as [Seal, Seal];
    await finds({ seals: [{ ...four, link: ten.link }, ten] }, 'seal of 53:4: altered');
    await finds({ seals: [four, { ...ten, number: 9 }] }, 'seal of 53:9: altered');
    await finds({ seals: [{ ...four, signature: ten.signature }, ten] }, 'seal of 53:4: not signed');
    const stranger = (await history(new Ed25519Signer(newEd25519Key()))).seals;
    await finds({ seals: [stranger[0], ten] }, 'seal of 53:4: not signed');
    await finds({ seals: [four, ten, { ...ten, signature: four.signature }] }, 'seal of 53:10: not signed');
    await finds({ seals: [] }, 'there is no seal');
    const other = (await history(hub)).seals;
    await finds({ seals: [other[0], ten] }, 'seal of 53:10: the seal before it is missing');
  });

  it('says which header an older publisher did not send, and which line is no JSON', async () => {
    const { xianjie_command: _, ...headers } = lines[6]!.headers;
    await finds({ lines: altered(7, () => ({ headers })) }, '53:7: the header xianjie_command is missing');
    await finds({ seals: ['a text'] }, 'no seal');
  });

  it('knows every schema that its records ever had', () => {
    const known = [...new Set(readFileSync(VERIFIER, 'utf8').match(/\b[0-9a-f]{16}\b/g))];
    const read = ['state.Seal', 'exitlist.ExitListFrozen', 'exitlist.ExitListAcknowledged'].map((record) =>
      schemaNamed(`cn.xianjie.${record}`),
    );
    const versions = schemaVersions.filter(({ fullName }) => read.some((schema) => isCalled(schema, fullName)));
    expect(versions.length).toBeGreaterThan(read.length);
    expect(known).toEqual(expect.arrayContaining(versions.map(({ fingerprint }) => fingerprint)));
  });
});
