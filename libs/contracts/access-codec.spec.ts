import { accessEventNames, personEventNames } from '@xianjie/domain';
import type { AccessEvent, PersonEvent } from '@xianjie/domain';
import { AccessEventCodec } from './access-codec';
import { schemas } from './avro-schemas';
import type { Records as AccessRecords } from './generated/access';
import type { Records as PersonRecords } from './generated/person';
import { PersonEventCodec } from './person-codec';
import { proveSame } from './same-shape';
import type { DifferingRecords } from './same-shape';

const namesOf = (family: string) =>
  Object.fromEntries(schemas.filter((schema) => schema.family === family).map(({ domainType, ceType }) => [domainType, ceType]));
const asker = { operator: 'county-450206', official: 'u-7', purpose: '信访复核' };

describe('accesses and erasures in Avro', () => {
  it('are the events of the domain, field by field, or this file does not compile', () => {
    expect(proveSame<DifferingRecords<AccessEvent, object, AccessRecords>>()).toEqual([]);
    expect(proveSame<DifferingRecords<PersonEvent, object, PersonRecords>>()).toEqual([]);
  });

  it('have a schema each, under the name that the topic shows', () => {
    expect(namesOf('access')).toEqual(accessEventNames);
    expect(namesOf('person')).toEqual(personEventNames);
  });

  it('come back as they went in', () => {
    const codec = new AccessEventCodec();
    const events: readonly AccessEvent[] = [
      {
        type: 'DataAccessed',
        ...{ on: '2017-01-03', ...asker, what: 'household-card', asked: '/households/h-1' },
        ...{ households: ['h-1'], persons: ['p-1'], rows: 1 },
      },
      {
        type: 'ExportProduced',
        ...{ on: '2017-01-03', ...asker, purpose: null, what: 'rejects', asked: '/imports/i-1/rejects' },
        ...{ document: 'i-1', format: 'csv', wholeIds: true, rows: 3, hash: null },
      },
    ];
    for (const event of events) expect(codec.decode(codec.encode(event, {}))).toEqual(event);
    const erased: PersonEvent = {
      type: 'PersonErased',
      ...{ on: '2017-01-03', person: 'p-1', persons: ['p-1', 'p-2'], households: ['h-1'], reason: '本人申请', by: 'u-7' },
      files: [{ importId: 'i-1', hash: 'ab', rows: 1, cells: 2 }],
    };
    expect(new PersonEventCodec().decode(new PersonEventCodec().encode(erased, {}))).toEqual(erased);
  });
});
