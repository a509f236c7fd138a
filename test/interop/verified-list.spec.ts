import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ed25519Signer, Sm2Signer, newEd25519Key, newSm2Key, sm3 } from '@xianjie/documents';
import { projectRoot } from '@xianjie/infrastructure';
import { EventMessages, sealStatement, topicsOf } from '@xianjie/messaging';
import type { SchemaIds } from '@xianjie/messaging';
import { acknowledge, delivered } from '../../libs/casework/exit-lists/stages.fixture';

// A delivered and acknowledged list, as the stand-alone verifier finds it in the history.

const VERIFIER = join(projectRoot(), 'bin', 'xianjie-verifier.mjs');
const COUNTY = '530124';
jest.setTimeout(60_000);

describe('a list before the stand-alone verifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-verified-list-'));
  const file = (name: string): string => join(folder, name);
  let list: string;
  let lines: string[];
  let seals: string[];

  beforeAll(async () => {
    const signer = new Ed25519Signer(newEd25519Key());
    const office = await delivered({ signer });
    expect(await acknowledge(office)).toMatchObject({ outcome: 'done' });
    list = join(office.deliveryRoot, '2016', COUNTY, 'v1', COUNTY);
    writeFileSync(file('hub.pem'), signer.publicKeyPem);
    writeFileSync(file('office.pem'), office.civilAffairs.publicKeyPem);
    writeFileSync(file('stranger.pem'), Sm2Signer.fromPem(newSm2Key()).publicKeyPem);
    const messages = new EventMessages(topicsOf(), { peek: () => 7 } as unknown as SchemaIds);
    lines = [];
    seals = [];
    let before: string | null = null;
    for await (const page of office.log.readRange('53', 0)) {
      for (const { message } of await messages.of(page))
        lines.push(JSON.stringify({ headers: message.headers, value: message.value!.toString('base64') }));
      for (const { position, link, recordedAt } of page) {
        const previous = before === null ? null : sm3(before);
        const unsigned = { ...position, link: link.toString('hex'), recordedAt, sealedAt: recordedAt, previous };
        const statement: string = sealStatement(unsigned);
        const { value: signature } = await signer.sign(Buffer.from(statement));
        seals.push(JSON.stringify({ ...unsigned, statement, signature }));
        before = statement;
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  type Said = Readonly<{ list?: string; office?: string | null; lines?: readonly string[] }>;
  const verified = (said: Said = {}) => {
    writeFileSync(file('events'), (said.lines ?? lines).join('\n'));
    writeFileSync(file('seals'), seals.join('\n'));
    const office = said.office === null ? [] : ['--civil-affairs', file(said.office ?? 'office.pem')];
    const given = ['--key', file('hub.pem'), '--seals', file('seals'), '--events', file('events'), '--list', said.list ?? list];
    const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...given, ...office], { encoding: 'utf8' });
    return [status, `${stdout}${stderr}`];
  };
  const forged = (name: string, change: (text: string) => string): string => {
    const copy = file(`copy-${name}`);
    cpSync(list, copy, { recursive: true });
    writeFileSync(join(copy, name), change(readFileSync(join(copy, name), 'utf8')));
    return copy;
  };

  it('holds with its lines, its freeze and the countersignature', () => {
    const number = lines.length;
    expect(verified()).toEqual([
      0,
      expect.stringContaining(
        `XJ-530124-2016 version 1: 5 lines hold, frozen at 53:${number - 4}; acknowledged at 53:${number} over the seal of 53:${number - 1}`,
      ),
    ]);
  });

  it.each([
    ['XJ-530124-2016-v1.csv', (text: string) => text.replace('2016-11-15', '2016-11-16'), 'line 1 is not what was signed'],
    ['XJ-530124-2016-v1.csv', (text: string) => text.split('\n').toSpliced(1, 1).join('\n'), '4 lines, 5 of which are proved'],
    ['statement.json', (text: string) => text.replace('"version":1', '"version":2'), 'not signed by a key given'],
    ['hashes.txt', (text: string) => text.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), 'not what was signed'],
    ['proofs.csv', (text: string) => text.split('\n').toSpliced(0, 1).join('\n'), 'proofs.csv is not of these hashes'],
  ])('whose %s was altered does not', (name, change, said) => {
    expect(verified({ list: forged(name, change), office: null })).toEqual([1, expect.stringContaining(said)]);
  });

  it('does not hold with a file missing, and a key that is not there is wrong usage: neither is a fault', () => {
    const cut = forged('proofs.csv', (text) => text);
    rmSync(join(cut, 'proofs.csv'));
    expect(verified({ list: cut, office: null })).toEqual([1, expect.stringContaining('proofs.csv is missing')]);
    expect(verified({ office: 'nowhere.pem' })).toEqual([2, expect.stringContaining('nowhere.pem does not exist')]);
    expect(verified({ lines: [...lines, 'null'] })[0]).toBe(0);
  });

  it('does not hold under another civil affairs key, nor without its freeze or its acknowledgement', () => {
    expect(verified({ office: 'stranger.pem' })).toEqual([1, expect.stringContaining('not signed by a civil affairs key given')]);
    const without = (type: string) => lines.filter((line) => !line.includes(`"ce_type":"${type}"`));
    expect(without('exit-list.acknowledged')).toHaveLength(lines.length - 1);
    expect(verified({ lines: without('exit-list.acknowledged') })).toEqual([1, expect.stringContaining('missing')]);
    expect(verified({ lines: without('exit-list.frozen') })).toEqual([1, expect.stringContaining('missing')]);
  });
});
