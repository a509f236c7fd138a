import fc from 'fast-check';
import { MessageTooLarge } from '../faults';
import { Lanes, laneOf } from './lanes';

type Message = Readonly<{ lane: string; nth: number; isPoison: boolean }>;
const poison = new MessageTooLarge('t', 'a message', 2, 1);

/** As a consumer does: a message whose lane waits is not tried. */
const consume = (messages: readonly Message[], parked: readonly string[] = []) => {
  const lanes = new Lanes<Message>(parked);
  const applied: Message[] = [];
  for (const message of messages) {
    if (lanes.waits(message)) continue;
    if (message.isPoison) lanes.park(message, poison);
    else applied.push(message);
  }
  return { applied, waiting: lanes.waiting };
};
const batches = fc
  .array(fc.record({ lane: fc.constantFrom('h-1', 'h-2', 'h-3'), isPoison: fc.boolean() }), { maxLength: 40, size: 'max' })
  .map((drawn) => drawn.map((one, nth): Message => ({ ...one, nth })));

describe('lanes', () => {
  it('let everything through while nothing is parked', () => {
    const messages = ['h-1', 'h-2', 'h-1'].map((lane, nth) => ({ lane, nth, isPoison: false }));
    expect(consume(messages)).toEqual({ applied: messages, waiting: [] });
  });

  it('hold back the later messages of a poisoned household, and nobody else’s', () => {
    const [first, bad, other, later] = ['h-1', 'h-1', 'h-2', 'h-1'].map((lane, nth) => ({ lane, nth, isPoison: nth === 1 })) as [
      Message,
      Message,
      Message,
      Message,
    ];
    const { applied, waiting } = consume([first, bad, other, later]);
    expect(applied).toEqual([first, other]);
    expect(waiting).toEqual([
      { message: bad, because: poison },
      { message: later, because: null },
    ]);
  });

  it('that waited before a batch take its messages, poisonous or not', () => {
    const late: Message = { lane: 'h-1', nth: 0, isPoison: true };
    expect(consume([late], ['h-1']).waiting).toEqual([{ message: late, because: null }]);
  });

  it('lose nothing, double nothing, and keep the order of each household, whatever comes', () =>
    fc.assert(
      fc.property(batches, fc.subarray(['h-1', 'h-2', 'h-3']), (messages, parked) => {
        const { applied, waiting } = consume(messages, parked);
        const waits = waiting.map(({ message }) => message);
        expect([...applied, ...waits].sort((a, b) => a.nth - b.nth)).toEqual(messages);
        for (const lane of ['h-1', 'h-2', 'h-3']) {
          const [before, behind] = [applied, waits].map((all) =>
            all.filter((one) => one.lane === lane).map(({ nth }) => nth),
          ) as [number[], number[]];
          // What waits is later than all that was applied, and in order.
          expect([...before, ...behind]).toEqual([...before, ...behind].sort((a, b) => a - b));
          expect(waiting.filter(({ message, because }) => message.lane === lane && because !== null).length).toBeLessThanOrEqual(
            1,
          );
        }
      }),
    ));

  it('have names that Postgres can keep', () => expect(laneOf('h\0x')).toBe('h\uFFFDx'));
});
