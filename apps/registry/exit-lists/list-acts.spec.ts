import type { ListAnswer } from '@xianjie/casework';
import { FixedClock, StreamMovedOn, Today } from '@xianjie/log';
import type { Request } from 'express';
import { ListActs } from './list-acts';
import { anAct } from './requests';

const request = { headers: { 'x-xianjie-official': 'u-7' } } as unknown as Request;
const counts = { exitedHouseholds: 1, exitedLines: 2, plannedHouseholds: 3, plannedLines: 5 };
const none = { exitedHouseholds: 0, exitedLines: 0, plannedHouseholds: 0, plannedLines: 0 };
const version = (number: number, stage: string, of = counts) => ({ version: number, stage, counts: of, kind: 'ORIGINAL' });
const answered = (versions: readonly object[], of: number | null, said: object = {}) =>
  ({
    ...{ outcome: 'done', listId: 'XJ-530124-2016', version: of },
    list: { versions, check: null, closedOn: null, items: [], ...said },
  }) as unknown as ListAnswer;

describe('an act on a list', () => {
  const acts = new ListActs(new Today(new FixedClock('2017-03-20T00:00:00Z')));
  const take = (act: (asked: object) => Promise<ListAnswer>, { what = 'signed', body = {} as unknown, county = '530124' } = {}) =>
    acts.take(what, { county, year: '2016' }, body, request, anAct, act) as Promise<Record<string, unknown>>;

  it('is of the day and by the official that it names, else of today and by whoever calls', async () => {
    const asked: object[] = [];
    const act = async (one: object) => {
      asked.push(one);
      return answered([version(1, 'SIGNED')], 1);
    };
    await take(act, { body: { on: '2017-03-18', by: 'u-9' } });
    await take(act, { body: undefined });
    expect(asked).toEqual([
      { county: '530124', year: 2016, on: '2017-03-18', by: 'u-9', token: 'nobody' },
      { county: '530124', year: 2016, on: '2017-03-20', by: 'u-7', token: 'nobody' },
    ]);
    await expect(take(act, { county: '5301' })).rejects.toThrow('county');
    expect(asked).toHaveLength(2);
  });

  it('is tried on what somebody left who acted in between, three times in all', async () => {
    let tries = 0;
    const moved = (times: number) => async () => {
      tries += 1;
      if (tries <= times) throw new StreamMovedOn('list', 1, 2);
      return answered([version(1, 'SIGNED')], 1);
    };
    expect(await take(moved(2))).toMatchObject({ state: 'SIGNED' });
    tries = 0;
    await expect(take(moved(3))).rejects.toThrow(StreamMovedOn);
    expect(tries).toBe(3);
  });

  it('that ends in a fault of ours is none of the caller’s, and not tried again', async () => {
    const fault = new RangeError('Maximum call stack size exceeded');
    const act = jest.fn().mockRejectedValue(fault);
    await expect(take(act)).rejects.toBe(fault);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('that is refused says why, and on what', async () =>
    expect(
      take(async () => ({ outcome: 'refused', because: 'not-signed', detail: '53:9', list: {} }) as unknown as ListAnswer),
    ).rejects.toMatchObject({ status: 409, code: 'not-signed', message: expect.stringContaining('53:9') }));

  it('answers for the version that was acted on, be there newer ones', async () => {
    const versions = [version(1, 'DELIVERED'), version(2, 'FROZEN', none)];
    expect(await take(async () => answered(versions, 1), { what: 'delivered' })).toMatchObject({
      ...{ county: '530124', year: 2016, version: 1, state: 'DELIVERED', counts, openIdentityReviews: null },
      said: 'XJ-530124-2016 version 1 delivered: 1 households exited (2 lines), 3 planned and not exited (5 lines)',
    });
  });

  it('that checks speaks of the version that a freeze would make, and of what was checked', async () => {
    const check = { counts, openIdentityReviews: 4 };
    expect(await take(async () => answered([version(1, 'SIGNED', none)], null, { check }), { what: 'checked' })).toMatchObject({
      ...{ version: 1, state: 'SIGNED', counts, openIdentityReviews: 4 },
      said: expect.stringContaining('XJ-530124-2016 version 2 checked: 1 households'),
    });
    expect(await take(async () => answered([], null, { check }), { what: 'checked' })).toMatchObject({
      version: 0,
      state: 'OPEN',
    });
  });

  it('that closes the list says so, of whatever stage its newest version is', async () =>
    expect(
      await take(async () => answered([version(1, 'IN_REVIEW')], null, { closedOn: '2017-06-01' }), { what: 'closed' }),
    ).toMatchObject({ state: 'CLOSED', version: 1, said: expect.stringContaining('version 1 closed') }));
});
