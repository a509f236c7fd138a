import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Type } from 'avsc';
import { householdEventNames } from '@xianjie/domain';
import type { DibaoEnrolled, HouseholdEvent, PovertyExited } from '@xianjie/domain';
import { arbitraryOf } from './arbitrary-event.fixture';
import { EventCodec } from './avro-event-codec';
import { avroType, fingerprintOf, schemas, schemaVersions } from './avro-schemas';
import { EventNotEncodable, UnknownEventType, UnknownSchemaVersion, BodyUnreadable } from './faults';
import type { Records } from './generated/household';
import { HouseholdEventCodec } from './household-codec';
import type { HouseholdSubject } from './household-codec';
import { proveSame } from './same-shape';
import type { DifferingRecords } from './same-shape';

const codec = new HouseholdEventCodec();
const subject = { householdId: 'h-0190a5c2-0000-7000-8000-000000000001', county: '530124' };
const exited: PovertyExited = {
  type: 'PovertyExited',
  on: '2016-11-15',
  exitYear: 2016,
  decidedOn: '2016-11-15',
  unplanned: true,
  exitPath: null,
  perCapitaNetIncomeFen: 352_600,
  guarantees: null,
  continuedPolicies: true,
};
const enrolled: DibaoEnrolled = {
  type: 'DibaoEnrolled',
  on: '2016-01-01',
  caseKey: 'RURAL/0012/2016-01',
  caseNo: '0012',
  programme: 'RURAL',
  county: '530122',
  division: '530122101',
  applicant: 'p-1',
  members: [
    {
      person: 'p-1',
      name: { person: 'p-1', digest: 'd', box: 'b' },
      idNo: null,
      sex: '女',
      relation: '本人',
      covered: true,
      provisional: false,
    },
  ],
  class: 'A',
  mode: 'GAP',
  monthlyBenefitFen: 13_950,
  grantedFrom: '2016-01',
  verificationReportNo: null,
  verifiedOn: null,
  registryFlag: null,
  bank: null,
  accountNo: null,
  accountHolder: null,
};
const household = schemas.filter(({ family }) => family === 'household');
const ownFields = ({ caseCounty, householdId: _, county: __, ...rest }: Record<string, unknown>): Record<string, unknown> =>
  caseCounty === undefined ? rest : { ...rest, county: caseCounty };

describe('the household events in Avro', () => {
  it('are the events of the domain, field by field, or this file does not compile', () => {
    type Enrolled = Records['DibaoEnrolled'];
    type Corrected = Records['DibaoCorrected'];
    type Renamed = Omit<Records, 'DibaoEnrolled' | 'DibaoCorrected'> & {
      DibaoEnrolled: Omit<Enrolled, 'caseCounty'>;
      // The first version did not have it (upcasts.ts).
      DibaoCorrected: Omit<Corrected, 'stoppedFrom'> & { stoppedFrom?: Corrected['stoppedFrom'] };
    };
    expect(proveSame<DifferingRecords<HouseholdEvent, HouseholdSubject, Renamed>>()).toEqual([]);
  });

  it('have a schema each, under the name that the topic shows', () =>
    expect(Object.fromEntries(household.map(({ domainType, ceType }) => [domainType, ceType]))).toEqual(householdEventNames));

  it.each(household.map(({ domainType, text }) => [domainType, text] as const))(
    '%s comes back as it went in, whatever it says',
    (type, text) =>
      fc.assert(
        fc.property(arbitraryOf(JSON.parse(text)), (record) => {
          const event = { type, ...ownFields(record as Record<string, unknown>) } as unknown as HouseholdEvent;
          const read = codec.read(codec.encode(event, subject));
          expect(read).toEqual({ event, subject });
        }),
        { numRuns: 50 },
      ),
  );

  it('keep the county that pays a case apart from the county of the household', () => {
    expect(codec.read(codec.encode(enrolled, subject))).toEqual({ event: enrolled, subject });
  });

  it('are bytes that never change for the same schema', () => {
    const { type, schema, body } = codec.encode(exited, subject);
    expect({ type, schema, body: body.toString('hex') }).toMatchInlineSnapshot(`
     {
       "body": "4c682d30313930613563322d303030302d373030302d383030302d3030303030303030303030310c35333031323414323031362d31312d3135c01f0214323031362d31312d3135010002b0852b0001",
       "schema": "888607efb84d0f16",
       "type": "household.poverty-exited",
     }
    `);
  });
});

it('a body under a name that the record had before is the same event (ADR 15)', () => {
  const { type, schema, body } = codec.encode(exited, subject);
  const before = schemaVersions.find(({ fullName }) => fullName === 'cn.xianjie.household.PovertyExited')!;
  expect(before.fingerprint).not.toBe(schema);
  expect(avroType(before.text).toBuffer({ ...exited, ...subject })).toEqual(body);
  expect(codec.read({ type, schema: before.fingerprint, body })).toEqual({ event: exited, subject });
});

it('an old version is read as what it meant, and no other version or record is (upcasts.ts)', () => {
  const { type, body } = codec.encode(exited, subject);
  const { fullName: record, fingerprint: writer } = schemaVersions.find(
    ({ fullName }) => fullName === 'cn.xianjie.household.PovertyExited',
  )!;
  const exitYear = (one: { record: string; writer: string }) =>
    (
      new EventCodec<PovertyExited, HouseholdSubject>({
        ...{ families: ['household'], subject: ['householdId', 'county'] },
        upcasts: [{ ...one, because: '', up: (read) => ({ ...read, exitYear: 1 }) }],
      }).decode({ type, schema: writer, body }) as PovertyExited
    ).exitYear;
  expect(exitYear({ record, writer })).toBe(1);
  expect([exitYear({ record, writer: 'another' }), exitYear({ record: 'another', writer })]).toEqual([2016, 2016]);
});

it('a body larger than the room that is kept for one is written whole', () => {
  const event = { ...exited, guarantees: '户'.repeat(40_000) };
  expect(codec.decode(codec.encode(event, subject))).toEqual(event);
});

describe('an event that does not fit', () => {
  it('is refused with the field that is wrong, and without its value', () => {
    const wrong = { ...enrolled, members: [{ ...enrolled.members[0], covered: 'secret' }] } as unknown as DibaoEnrolled;
    expect(() => codec.encode(wrong, subject)).toThrow(EventNotEncodable);
    expect(() => codec.encode(wrong, subject)).toThrow(/DibaoEnrolled: members\.0\.covered is not a valid "boolean"$/);
  });

  it('is refused when a field that is not optional is missing', () => {
    const { exitYear: _, ...rest } = exited;
    expect(() => codec.encode(rest as PovertyExited, subject)).toThrow(/exitYear/);
  });

  it('is refused when money is not whole fen or beyond what a number can say', () => {
    expect(() => codec.encode({ ...exited, perCapitaNetIncomeFen: 1.5 }, subject)).toThrow(/perCapitaNetIncomeFen/);
    expect(() => codec.encode({ ...exited, perCapitaNetIncomeFen: 2 ** 60 }, subject)).toThrow(/perCapitaNetIncomeFen/);
  });
});

describe('what a newer program wrote', () => {
  const newer = JSON.parse(schemas.find(({ ceType }) => ceType === 'household.poverty-exited')?.text ?? '{}');
  newer.fields.push({ name: 'meetingNo', type: ['null', 'string'], default: null });
  const writer = avroType(JSON.stringify(newer));
  const written = {
    type: 'household.poverty-exited',
    schema: fingerprintOf(writer),
    body: writer.toBuffer({ ...exited, ...subject, meetingNo: '7' }),
  };

  it('is named when its schema is unknown, and read without the new field once the schema was learned', () => {
    const reader = new HouseholdEventCodec();
    expect(() => reader.decode(written)).toThrow(UnknownSchemaVersion);
    expect(reader.learn(JSON.stringify(newer))).toBe(written.schema);
    expect(reader.decode(written)).toEqual(exited);
  });

  it('under another name of the record is read once its schema was learned, if an alias tells the name of today', () => {
    const { name, namespace } = newer as { name: string; namespace: string };
    const called = (aliases: readonly string[]): string => JSON.stringify({ ...newer, name: 'HouseholdLeft', aliases });
    const reader = new HouseholdEventCodec();
    const schema = reader.learn(called([]));
    expect(schema).not.toBe(written.schema);
    expect(() => reader.decode({ ...written, schema })).toThrow(UnknownSchemaVersion);
    expect(reader.learn(called([`${namespace}.${name}`]))).toBe(schema);
    expect(reader.decode({ ...written, schema })).toEqual(exited);
  });

  it('under an unknown type can be skipped', () => {
    expect(codec.knows('household.teleported')).toBe(false);
    expect(() => codec.decode({ ...written, type: 'household.teleported' })).toThrow(UnknownEventType);
  });

  it('and cut off is a fault, never half an event', () => {
    const whole = codec.encode(exited, subject);
    expect(() => codec.decode({ ...whole, body: whole.body.subarray(0, 20) })).toThrow(BodyUnreadable);
  });
});

it('a fingerprint is the SHA-256 of the Parsing Canonical Form of the Avro specification', () => {
  const canonical = '{"name":"a.B","type":"record","fields":[{"name":"x","type":"int"}]}';
  const spelt = {
    type: 'record',
    doc: 'd',
    name: 'B',
    namespace: 'a',
    fields: [{ name: 'x', doc: 'e', type: 'int', default: 1 }],
  } as const;
  expect(fingerprintOf(Type.forSchema({ ...spelt, fields: [...spelt.fields] }))).toBe(
    createHash('sha256').update(canonical).digest('hex').slice(0, 16),
  );
});
