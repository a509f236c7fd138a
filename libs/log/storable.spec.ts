import { anAppend, anEvent } from './append.fixture';
import { AppendUnstorable } from './faults';
import { LARGEST_BODY_BYTES, assertStorable } from './storable';

const storing = (said: Parameters<typeof anEvent>[0]) => () => assertStorable(anAppend({ events: [anEvent(), anEvent(said)] }));
const ID = '018f0000-0000-7000-8000-00000000000a';

it('what a store gives back as it got it is storable', () => expect(storing({ id: ID })).not.toThrow());
it.each([
  [{ id: ID.toUpperCase() }, 'is not a UUID in lower case'],
  [{ id: `${ID}0` }, 'is not a UUID in lower case'],
  [{ id: `0${ID}` }, 'is not a UUID in lower case'],
  [{ id: ID.replaceAll('-', '') }, 'is not a UUID in lower case'],
  [{ effectiveOn: '2016-02-30' as const }, 'effectiveOn 2016-02-30 is not a day'],
])('%j is not', (said, because) => {
  expect(storing(said)).toThrow(AppendUnstorable);
  expect(storing(said)).toThrow(because);
});
it('an event is, up to the size that a topic takes', () => {
  expect(storing({ body: Buffer.alloc(LARGEST_BODY_BYTES) })).not.toThrow();
  const larger = storing({ body: Buffer.alloc(LARGEST_BODY_BYTES + 1) });
  expect(larger).toThrow(AppendUnstorable);
  expect(larger).toThrow('has 8000001 bytes, an event up to 8000000');
});
