import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { askedOf, askerOf } from './asker';
import { requireBearer } from './bearer';
import { problemOf } from './problem';
import { readTokens } from './token-file';

const fileWith = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'tokens-')), 'token');
  writeFileSync(file, text);
  return file;
};

describe('a token file', () => {
  it('of one word is one token without a name, as it always was', () =>
    expect(readTokens(fileWith('c0ffee\n'))).toEqual([{ name: 'operator', token: 'c0ffee', role: 'operator' }]));

  it('that cannot be read is named, and no fault that passes: a folder in its place', () =>
    expect(() => readTokens(__dirname)).toThrow(
      expect.objectContaining({ code: 'tokens-unreadable', retryable: false, message: expect.stringContaining(__dirname) }),
    ));

  it('may name several, with comments between and two of one name', () =>
    expect(readTokens(fileWith('# offices\ncounty-450206 aaaa\n\ncounty-450206 bbbb\n  audit\tcccc reader\n'))).toEqual([
      { name: 'county-450206', token: 'aaaa', role: 'operator' },
      { name: 'county-450206', token: 'bbbb', role: 'operator' },
      { name: 'audit', token: 'cccc', role: 'reader' },
    ]));

  it.each([
    ['# nothing\n', /holds no token/],
    ['a secret-one\nb secret-two admin\n', /line 2/],
    ['韦大山 secret-one\n', /line 1/],
    ['a secret-one\nb secret-one\n', /line 2: the token stands there twice/],
  ])('that is none is refused, without the token in the message: %j', (text, said) => {
    expect(() => readTokens(fileWith(text))).toThrow(said);
    expect(() => readTokens(fileWith(text))).not.toThrow(/secret/);
  });
});

describe('who asks', () => {
  const server = createServer(
    express()
      .use(requireBearer(fileWith('county-450206 aaaa\naudit cccc reader\n')))
      .use((request, response) => {
        try {
          response.json({ ...askerOf(request), asked: askedOf(request) });
        } catch (fault) {
          response.status(problemOf(fault).status).json(problemOf(fault));
        }
      }),
  );
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise((done) => server.close(done)));
  const asked = async (headers: Record<string, string>, method = 'GET') => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/households/h-1?knownOn=2017-01-01`, { method, headers });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('is the token’s name, with the official and the purpose that the caller gives', async () => {
    const headers = { 'x-xianjie-official': 'u-7', 'x-purpose': encodeURIComponent('信访复核') };
    expect(await asked({ authorization: 'Bearer aaaa', ...headers })).toEqual({
      status: 200,
      body: { operator: 'county-450206', official: 'u-7', purpose: '信访复核', asked: '/households/h-1?knownOn=2017-01-01' },
    });
  });

  it('is recorded as not said where nothing is said', async () =>
    expect((await asked({ authorization: 'Bearer cccc' })).body).toMatchObject({
      operator: 'audit',
      official: null,
      purpose: null,
    }));

  it('may only ask with a reader’s token', async () =>
    expect(await asked({ authorization: 'Bearer cccc' }, 'POST')).toMatchObject({
      status: 403,
      body: { code: 'token-reads-only' },
    }));

  it.each(['%', '%00', 'x'.repeat(301)])('is refused with a purpose that is none (%s)', async (purpose) =>
    expect(await asked({ authorization: 'Bearer aaaa', 'x-purpose': purpose })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    }),
  );
});
