import type { DecisionAsked, PolicyBook, TakeDecision } from '@xianjie/casework';
import type { HouseholdCommand, PolicyPack } from '@xianjie/domain';
import { FixedClock, Today } from '@xianjie/log';
import type { ViewQueries } from '@xianjie/read-models';
import type { Request } from 'express';
import { DecisionsController } from './decisions.controller';

const request = { headers: { 'x-xianjie-official': 'u-7' } } as unknown as Request;
const accountability = { investigator: 'u-1', reviewer: null, signatory: 'u-2' };
const completing = { household: 'h-1', caseKey: 'c', outcome: 'KEEP', accountability };

describe('decisions as they reach casework', () => {
  const taken: DecisionAsked[] = [];
  const looked: unknown[][] = [];
  const controller = new DecisionsController(
    {
      take: async (asked: DecisionAsked) => {
        taken.push(asked);
        return { outcome: 'accepted', household: asked.household, version: 1, events: 1, position: '53:1' };
      },
    } as unknown as TakeDecision,
    {
      reviewsDue: async (division: string, on: string, of: (county: string) => unknown, limit: number, after: unknown) => {
        looked.push([division, on, of('530124'), limit, after]);
        return { due: [], next: 'h-9' };
      },
    } as unknown as ViewQueries,
    { inForce: (county: string, on: string) => ({ county, on }) as unknown as PolicyPack } as unknown as PolicyBook,
    new Today(new FixedClock('2017-03-20T00:00:00Z')),
  );
  const decided = async (body: object, key?: string): Promise<DecisionAsked> => {
    await controller.decide('h-1', body, key, request);
    return taken.at(-1)!;
  };
  const commandOf = async (body: object): Promise<HouseholdCommand> => (await decided(body)).command;

  it('name who opened a review and who settled a difference: the official, not the token', async () => {
    const opening = { type: 'OpenReview', caseKey: 'c', basis: 'COMPLAINT' };
    expect(await commandOf({ ...opening, reviewId: 'r-1' })).toMatchObject({
      reviewId: 'r-1',
      openedBy: 'u-7',
      on: '2017-03-20',
    });
    const made = await commandOf(opening);
    expect(made).toMatchObject({ reviewId: expect.stringMatching(/^review-./), dueOn: null, basisEvent: null });
    expect(await commandOf(opening)).not.toEqual(made);
    const settling = { type: 'SettleDifference', differenceId: 'd', reason: ' r ', on: '2017-03-01' };
    expect(await decided(settling)).toMatchObject({
      ...{ actor: 'u-7', token: 'nobody' },
      command: { type: 'SettleDifference', settledBy: 'u-7', reason: 'r', on: '2017-03-01', remedyEvent: null },
    });
  });

  it('under one key are one only when all that was asked is the same, whatever day it is asked on', async () => {
    const complete = async (reviewId: string, body: object) => {
      await controller.complete(reviewId, body, 'k-1', request);
      return taken.at(-1)!;
    };
    const first = await complete('r-1', completing);
    expect(first).toMatchObject({
      household: 'h-1',
      commandId: 'decision:k-1',
      command: { type: 'CompleteReview', reviewId: 'r-1' },
    });
    expect((await complete('r-1', { ...completing, findings: null })).digest).toBe(first.digest);
    const others: [string, object][] = [
      ['r-2', completing],
      ['r-1', { ...completing, household: 'h-2' }],
      ['r-1', { ...completing, outcome: 'STOP' }],
      ['r-1', { ...completing, on: '2017-03-20' }],
    ];
    for (const [reviewId, body] of others) expect((await complete(reviewId, body)).digest).not.toBe(first.digest);
  });

  it('without a key are each its own', async () => {
    const retracting = { type: 'Retract', ofEvent: 'e', reason: 'r' };
    expect((await decided(retracting)).commandId).not.toBe((await decided(retracting)).commandId);
  });

  it('are looked for by the day that is named, else today, under the pack of that day, page by page', async () => {
    expect(await controller.reviews({ division: '530124', dueBy: '2016-12-31', after: 'h-3', limit: '7' })).toEqual({
      ...{ dueBy: '2016-12-31', reviews: [], next: 'h-9' },
    });
    await controller.reviews({});
    expect(looked).toEqual([
      ['530124', '2016-12-31', { county: '530124', on: '2016-12-31' }, 7, 'h-3'],
      ['', '2017-03-20', { county: '530124', on: '2017-03-20' }, 100, undefined],
    ]);
  });
});
