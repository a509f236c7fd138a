import fc from 'fast-check';
import { exitListEventNames } from '@xianjie/domain';
import type { ExitListEvent } from '@xianjie/domain';
import { arbitraryOf } from './arbitrary-event.fixture';
import { schemas } from './avro-schemas';
import { ExitListEventCodec } from './exit-list-codec';
import type { ExitListSubject } from './exit-list-codec';
import type { Records } from './generated/exit-list';
import { proveSame } from './same-shape';
import type { DifferingRecords } from './same-shape';

const codec = new ExitListEventCodec();
const subject = { listId: 'XJ-530124-2016', county: '530124', listYear: 2016 };
const lists = schemas.filter(({ family }) => family === 'exit-list');

describe('the events of the exit lists in Avro', () => {
  it('are the events of the domain, field by field, or this file does not compile', () =>
    expect(proveSame<DifferingRecords<ExitListEvent, ExitListSubject, Records>>()).toEqual([]));

  it('have a schema each, under the name that the topic shows', () =>
    expect(Object.fromEntries(lists.map(({ domainType, ceType }) => [domainType, ceType]))).toEqual(exitListEventNames));

  it.each(lists.map(({ domainType, text }) => [domainType, text] as const))(
    '%s comes back as it went in, whatever it says',
    (type, text) =>
      fc.assert(
        fc.property(arbitraryOf(JSON.parse(text)), (record) => {
          const { listId: _, county: __, listYear: ___, ...fields } = record as Record<string, unknown>;
          const event = { type, ...fields } as unknown as ExitListEvent;
          expect(codec.read(codec.encode(event, subject))).toEqual({ event, subject });
        }),
        { numRuns: 50 },
      ),
  );

  it('are told apart from household events', () => expect(codec.knows('household.enrolled')).toBe(false));
});
