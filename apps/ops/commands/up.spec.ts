import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../exit-codes';
import { portOf, provinceHere, untilInterrupted } from './up';

const within = (ended: Promise<void>, ms: number): Promise<string> =>
  Promise.race([ended.then(() => 'ended'), new Promise<string>((late) => setTimeout(() => late('runs'), ms).unref())]);

describe('a hub that npx started', () => {
  it('ends when npx is gone', async () =>
    expect(
      await within(
        untilInterrupted({ npm_command: 'exec' }, () => 1),
        10_000,
      ),
    ).toBe('ended'));

  it('runs on while npx is there, and without npx whatever its parent does', async () => {
    expect(await within(untilInterrupted({ npm_command: 'exec' }), 1_200)).toBe('runs');
    expect(
      await within(
        untilInterrupted({}, () => 1),
        1_200,
      ),
    ).toBe('runs');
  });
});

describe('the port of a hub', () => {
  it.each([
    ['0', 0],
    ['8080', 8_080],
    ['65535', 65_535],
  ])('may be %s', (text, port) => expect(portOf(text)).toBe(port));
  it.each(['65536', '-1', '80.0', '0x50', 'http', ''])('is a wrong use as %j', (text) =>
    expect(() => portOf(text)).toThrow(UsageError),
  );
});

describe('the province of a hub', () => {
  const dir = mkdtempSync(join(tmpdir(), 'xianjie-up-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('is what is said, else that of the hub that the folder had, else 53', () => {
    expect(provinceHere('', dir)).toBe('53');
    writeFileSync(join(dir, 'addresses.json'), JSON.stringify({ province: '45' }));
    expect(provinceHere('', dir)).toBe('45');
    expect(provinceHere('43', dir)).toBe('43');
    expect(() => provinceHere('450', dir)).toThrow(UsageError);
  });
});
