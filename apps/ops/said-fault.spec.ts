import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { EnvironmentIncomplete, InfrastructureMisconfigured, PartFailedToStart } from '@xianjie/infrastructure';
import { LogUnavailable } from '@xianjie/log';
import { CommandFault, UsageError } from './exit-codes';
import { saidOf } from './said-fault';

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (fault) {
    return fault;
  }
};

describe('what a command says of a fault', () => {
  it('is a line without a trace when the hub is not up', async () => {
    const refused = await new Promise((done) => connect(9, '127.0.0.1').once('error', done));
    expect(saidOf(refused)).toEqual({
      text: expect.stringMatching(
        /^nothing answers at 127\.0\.0\.1:9 \(ECONNREFUSED\); is the hub running\? `npx xianjie up`.*$/,
      ) as string,
      exitCode: 3,
    });
    expect(saidOf(new AggregateError([refused]))).toEqual(saidOf(refused));
    expect(saidOf(new LogUnavailable('log/read-shards', new Error('gone'))).text).toMatch(
      /^log-unavailable: .*; is the hub running\?[^\n]*$/,
    );
  });

  it('names a file that cannot be read or written, and ends with 2', () => {
    expect(saidOf(thrownBy(() => readFileSync('/nowhere/truth.json')))).toEqual({
      text: '/nowhere/truth.json: ENOENT: no such file or directory',
      exitCode: 2,
    });
    expect(saidOf(thrownBy(() => writeFileSync('/tmp', '')))).toMatchObject({
      text: '/tmp: EISDIR: illegal operation on a directory',
      exitCode: 2,
    });
  });

  it('is a line of what Postgres says, and never asks after a hub that is only starting', () => {
    const said = (code: string) =>
      saidOf(Object.assign(new Error('relation "log.heads" does not exist'), { code, severity: 'ERROR' }));
    expect(said('42P01')).toEqual({
      text: expect.stringMatching(
        /^Postgres: relation "log\.heads" does not exist \(42P01\); .*`xianjie migrate`[^\n]*$/,
      ) as string,
      exitCode: 3,
    });
    expect(said('28P01').text).toBe('Postgres: relation "log.heads" does not exist (28P01)');
    expect(saidOf(new PartFailedToStart('Postgres did not answer')).text).toBe('part-failed-to-start: Postgres did not answer');
  });

  it('is a wrong usage where a variable holds what it may not, and a line for a full disk', () => {
    expect(saidOf(new InfrastructureMisconfigured('XIANJIE_INFRA is "bogus"'))).toEqual({
      text: 'infrastructure-misconfigured: XIANJIE_INFRA is "bogus"',
      exitCode: 2,
    });
    expect(saidOf(new EnvironmentIncomplete('XIANJIE_PROVINCE: not set')).exitCode).toBe(2);
    expect(saidOf(thrownBy(() => writeFileSync('/dev/full', 'x')))).toEqual({
      text: 'ENOSPC: no space left on device, write',
      exitCode: 3,
    });
  });

  it('keeps what a command said itself, and where an unforeseen fault came from', () => {
    expect(saidOf(new UsageError('--county: six digits'))).toEqual({ text: '--county: six digits', exitCode: 2 });
    expect(saidOf(new CommandFault('no', { refused: true }))).toEqual({ text: 'no', exitCode: 1 });
    expect(saidOf(new Error('unforeseen')).text).toContain('said-fault.spec.ts');
  });
});
