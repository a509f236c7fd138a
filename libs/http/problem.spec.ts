import { z } from 'zod';
import { problemOf } from './problem';

const withCode = (code: string, message = 'anything') => Object.assign(new Error(message), { code });

describe('a fault under a call', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a server that is shutting down', withCode('57P01')],
    ['a server without room', withCode('53100')],
    ['a connection that broke', new Error('Connection terminated unexpectedly')],
    ['a server that does not let anybody in', new Error('timeout exceeded when trying to connect')],
  ])('is for later when it is %s', (_, fault) => {
    expect(problemOf(fault)).toMatchObject({ status: 503, code: 'database-unavailable' });
  });

  it('is the caller’s when a text holds what no text in Postgres can', () => {
    expect(problemOf(withCode('22021'))).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it.each([
    ['a table that is not there', withCode('42P01')],
    ['a missing file', withCode('ENOENT')],
    ['a programming error', new TypeError('x is not a function')],
  ])('is a fault of the hub when it is %s, of which nothing is shown', (_, fault) => {
    expect(problemOf(fault)).toMatchObject({ status: 500, code: 'fault' });
    expect(JSON.stringify(problemOf(fault))).not.toContain(fault.message);
  });

  it('names each field that a request should not have, and where', () => {
    const shape = z.strictObject({ on: z.string(), seal: z.strictObject({ day: z.string() }) });
    const read = shape.safeParse({ by: 1, seal: { day: '2016-12-31', position: '53:1' } });
    expect(problemOf(read.error).errors).toEqual([
      { field: 'on', message: expect.any(String) as string },
      { field: 'seal.position', message: 'there is no such field' },
      { field: 'by', message: 'there is no such field' },
    ]);
  });
});
