import { HubError } from '@xianjie/domain';
import { CANNOT_START, couldNotStart } from './could-not-start';

class Wrong extends HubError {
  readonly code = 'wrong';
  readonly retryable = false;
}
class Away extends HubError {
  readonly code = 'away';
  readonly retryable = true;
}

describe('an app that could not start', () => {
  it.each([
    ['for what somebody must mend', new Wrong('w'), CANNOT_START],
    ['for what may pass', new Away('a'), 1],
    ['for what nobody expected', new Error('e'), 1],
  ])('%s logs it and ends with a status of its own', (_, fault, status) => {
    const said: [string, unknown][] = [];
    couldNotStart({ fatal: (what, message) => said.push([message, what]) }, (ended) => said.push(['ended', ended]))(fault);
    expect(said).toEqual([
      ['could not start', { err: fault }],
      ['ended', status],
    ]);
  });
});
