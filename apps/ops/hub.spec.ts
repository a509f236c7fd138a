import { mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answeringHub } from './answering-hub.fixture';
import { EXIT } from './exit-codes';
import { askFor, call, callJson, hubAddresses, ownName } from './hub';

describe('a call of the hub', () => {
  let asked: IncomingMessage | undefined;
  let status = 200;
  let problem: object = {};
  answeringHub((request, response) => {
    asked = request;
    response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  const answered = (of: number, said: object = {}): Promise<unknown> => {
    [status, problem] = [of, said];
    return call('/imports');
  };
  afterEach(() => {
    delete process.env.XIANJIE_OPERATOR;
    askFor(undefined);
  });

  it.each([
    [400, EXIT.usage],
    [404, EXIT.usage],
    [409, EXIT.no],
    [422, EXIT.no],
    [401, EXIT.fault],
    [403, EXIT.fault],
    [429, EXIT.fault],
    [500, EXIT.fault],
    [503, EXIT.fault],
  ])('that is answered with %s ends the command with %s', (of, exitCode) =>
    expect(answered(of, { code: 'some-code', detail: 'why' })).rejects.toMatchObject({ exitCode }),
  );

  it('says the code and the fields that were wrong, or else why, or what the status is called', async () => {
    const errors = [
      { field: 'year', message: 'a year' },
      { field: 'on', message: 'a day' },
    ];
    const said = { code: 'invalid-request', detail: 'not the expected shape' };
    const refused = { message: 'invalid-request: year: a year; on: a day', code: 'invalid-request' };
    await expect(answered(400, { ...said, errors })).rejects.toMatchObject(refused);
    await expect(answered(400, said)).rejects.toThrow('invalid-request: not the expected shape');
    await expect(answered(502, { title: 'Bad gateway' })).rejects.toThrow('502: Bad gateway');
    await expect(answered(502)).rejects.toThrow('502: Bad Gateway');
    await expect(answered(401, { code: 'unauthorized' })).rejects.toThrow(`the token in ${process.env.XIANJIE_TOKEN_FILE}`);
  });

  it('goes to the address of the environment, with a token, a body and a purpose', async () => {
    status = 200;
    process.env.XIANJIE_HUB_URL += '//';
    askFor('年度审计');
    await callJson('/imports', { method: 'POST', body: {}, to: 'intake' });
    expect([asked?.method, asked?.url]).toEqual(['POST', '/api/v1/imports']);
    expect(asked?.headers).toMatchObject({
      ...{ authorization: 'Bearer c0ffee', 'content-type': 'application/json' },
      'x-purpose': encodeURIComponent('年度审计'),
    });
    askFor(undefined);
    await call('/imports');
    expect([asked?.headers['x-purpose'], asked?.headers['content-type']]).toEqual([undefined, undefined]);
  });

  it('is made as whom XIANJIE_OPERATOR names, and by nobody whom the tokens do not name', async () => {
    status = 200;
    writeFileSync(process.env.XIANJIE_TOKEN_FILE ?? '', 'wei c0ffee\nli beef reader\n');
    expect(ownName()).toBe('wei');
    process.env.XIANJIE_OPERATOR = 'li';
    expect(ownName()).toBe('li');
    await call('/imports');
    expect(asked?.headers.authorization).toBe('Bearer beef');
    process.env.XIANJIE_OPERATOR = 'zhao';
    await expect(call('/imports')).rejects.toThrow('has no token of zhao');
  });

  it('names no one where there is no token yet', () => {
    process.env.XIANJIE_TOKEN_FILE = join(mkdtempSync(join(tmpdir(), 'xianjie-client-')), 'none');
    expect(ownName()).toBeNull();
  });
});

describe('a hub that is not there', () => {
  it('is a fault that says how to start or to find one', () => {
    const dir = mkdtempSync(join(tmpdir(), 'xianjie-none-'));
    const fault = { exitCode: EXIT.fault, message: expect.stringContaining(`no running hub in ${dir}`) as string };
    expect(() => hubAddresses(dir)).toThrow(expect.objectContaining(fault) as Error);
  });
});
