import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { foldHousehold } from '@xianjie/domain';
import type { HouseholdEvent, RecordedHouseholdEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';
import { avroType, schemaNamed, schemaVersions } from './avro-schemas';
import { HouseholdEventCodec } from './household-codec';
import { upcasts } from './upcasts';

// test/golden holds what every version of every schema wrote. Today's code reads all of it, for ever (peers.md, lesson 14).

type Entry = Readonly<{ wrote: Record<string, unknown>; body: string }>;
type AvroType =
  string | readonly AvroType[] | Readonly<{ type: AvroType; name?: string; items?: AvroType; fields?: readonly Field[] }>;
type Field = Readonly<{ name: string; type: AvroType; default?: unknown }>;

const GOLDEN = join(__dirname, '..', '..', 'test', 'golden');
const corpus = new Map(
  readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => [
      file.replaceAll(sep, ' ').replace('.json', ''),
      JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as readonly Entry[],
    ]),
);
const keyOf = ({ fullName, fingerprint }: { fullName: string; fingerprint: string }): string => `${fullName} ${fingerprint}`;
const entriesOf = (fullName: string, fingerprint: string): readonly Entry[] => corpus.get(`${fullName} ${fingerprint}`) ?? [];
const fieldsOf = (text: string): readonly Field[] => (JSON.parse(text) as { fields: Field[] }).fields;

/** A value as today's type has it: records within records may have got fields, too. */
const valueAnew = (type: AvroType, value: unknown, records: Map<string, readonly Field[]>): unknown => {
  if (Array.isArray(value)) return value.map((one) => valueAnew(itemsOf(type), one, records));
  if (value === null || typeof value !== 'object') return value;
  const fields = recordOf(type, records);
  return fields === undefined ? value : fieldsAnew(fields, value as Entry['wrote'], records);
};
const branchesOf = (type: AvroType): readonly AvroType[] => (Array.isArray(type) ? (type as readonly AvroType[]) : [type]);
const itemsOf = (type: AvroType): AvroType =>
  branchesOf(type).flatMap((one) => (typeof one === 'object' && 'items' in one && one.items ? [one.items] : []))[0] ?? 'null';
const recordOf = (type: AvroType, records: Map<string, readonly Field[]>): readonly Field[] | undefined => {
  for (const one of branchesOf(type)) {
    if (typeof one === 'string' && records.has(one)) return records.get(one);
    if (typeof one === 'object' && 'fields' in one && one.fields) {
      records.set(one.name ?? '', one.fields);
      return one.fields;
    }
  }
  return undefined;
};
const fieldsAnew = (fields: readonly Field[], wrote: Entry['wrote'], records: Map<string, readonly Field[]>) =>
  Object.fromEntries(
    fields.map(({ name, type, default: otherwise }) => [
      name,
      Object.hasOwn(wrote, name) ? valueAnew(type, wrote[name], records) : otherwise,
    ]),
  );

/** Every field as today's schema has it: what was written where that version had it, else the default. */
const anew = (text: string, wrote: Entry['wrote'], left: readonly string[] = []): Record<string, unknown> =>
  fieldsAnew(
    fieldsOf(text).filter(({ name }) => !left.includes(name)),
    wrote,
    new Map(),
  );
/** The body fields that a codec gives apart from the event, or under another name. */
const household = ({ householdId: _, county: __, caseCounty, ...rest }: Record<string, unknown>): object =>
  caseCounty === undefined ? rest : { ...rest, county: caseCounty };

/** Paths of values that JSON does not keep. */
const lostInJson = (value: unknown, path = ''): string[] => {
  if (value === undefined || typeof value === 'bigint' || Number.isNaN(value)) return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => lostInJson(one, `${path}.${name}`));
};

const codecOf = (family: string): EventCodec<Readonly<{ type: string }>, Record<string, string>> =>
  family === 'household'
    ? (new HouseholdEventCodec() as never)
    : new EventCodec<Readonly<{ type: string }>, Record<string, string>>({ families: [family], subject: [] });

describe('the golden corpus', () => {
  it('has an entry for every schema version that ever landed, and no other', () =>
    expect([...corpus.keys()].sort()).toEqual(schemaVersions.map(keyOf).sort()));

  it.each(schemaVersions.map((version) => [keyOf(version), version] as const))(
    '%s: its bytes are what that version wrote, and today’s code reads them',
    (_, { fullName, fingerprint, text }) => {
      const today = schemaNamed(fullName);
      const writer = avroType(text);
      const upcast = upcasts.find((one) => one.record === fullName && one.writer === fingerprint);
      expect(entriesOf(fullName, fingerprint)).toHaveLength(2);
      for (const { wrote, body } of entriesOf(fullName, fingerprint)) {
        expect(writer.toBuffer(wrote).toString('hex')).toBe(body);
        expect(writer.fromBuffer(Buffer.from(body, 'hex'))).toEqual(wrote);
        const expected = anew(today.text, wrote);
        const reader = avroType(today.text);
        expect(reader.fromBuffer(Buffer.from(body, 'hex'), reader.createResolver(writer))).toEqual(expected);
        if (today.ceType === null || upcast !== undefined) continue;
        const encoded = { type: today.ceType, schema: fingerprint, body: Buffer.from(body, 'hex') };
        const own = today.family === 'household' ? household(expected) : expected;
        expect(codecOf(today.family).decode(encoded)).toEqual({ type: today.domainType, ...own });
      }
    },
  );

  it('folds, version by version, on a registered household with an open case, into a state that can be stored', () => {
    const codec = new HouseholdEventCodec();
    const recorded = (fullName: string, fingerprint: string, entry: Entry, version: number): RecordedHouseholdEvent => {
      const { ceType } = schemaNamed(fullName);
      const stored = { id: `e${version}`, county: '530124', version, type: ceType!, schema: fingerprint };
      return codec.recorded({ ...stored, body: Buffer.from(entry.body, 'hex') })!;
    };
    const versions = schemaVersions.filter(({ fullName }) => fullName.startsWith('cn.xianjie.household.'));
    const first = (name: string): RecordedHouseholdEvent => {
      const { fullName, fingerprint } = versions.find((version) => version.fullName.endsWith(`.${name}`))!;
      return recorded(fullName, fingerprint, entriesOf(fullName, fingerprint)[1]!, 1);
    };
    let folded = 0;
    for (const { fullName, fingerprint } of versions)
      for (const entry of entriesOf(fullName, fingerprint)) {
        const state = foldHousehold([
          first('HouseholdEnrolled'),
          first('DibaoEnrolled'),
          recorded(fullName, fingerprint, entry, 3),
        ]);
        // What the views store and read again: nothing undefined, no NaN.
        expect(lostInJson(state)).toEqual([]);
        folded += 1;
      }
    expect(folded).toBe(2 * versions.length);
  });
});

describe('an upcast', () => {
  const FIRST = ['cn.xianjie.household.DibaoCorrected', 'c5c4bb8b8038c09c'] as const;
  const stored = (body: string) => ({ type: 'dibao.corrected', schema: FIRST[1], body: Buffer.from(body, 'hex') });

  it('is of a version that landed', () =>
    expect(upcasts.filter(({ record, writer }) => !corpus.has(`${record} ${writer}`))).toEqual([]));

  it('lets the first dibao.corrected leave the stop month as it was: read by Avro alone it would open a stopped case again', () => {
    const [, entry] = entriesOf(...FIRST);
    const at = (event: HouseholdEvent, version: number): RecordedHouseholdEvent => ({
      ...{ eventId: `e${version}`, event, county: '530124', version },
    });
    const enrolment = schemaVersions.find(({ fullName }) => fullName === 'cn.xianjie.household.DibaoEnrolled')!;
    const [, enrolled] = entriesOf(enrolment.fullName, enrolment.fingerprint);
    const codec = new HouseholdEventCodec();
    const opened = codec.decode({
      type: 'dibao.enrolled',
      schema: enrolment.fingerprint,
      body: Buffer.from(enrolled!.body, 'hex'),
    });
    const stopped: HouseholdEvent = {
      ...{ type: 'DibaoWithdrawn', on: '2016-09-01', caseKey: 'RURAL/0012/2016-01', reason: 'r', stoppedFrom: '2016-10' },
      ...{
        decidedBy: 'CIVIL_AFFAIRS',
        verificationReportNo: null,
        policyPack: null,
        accountability: { investigator: null, reviewer: null, signatory: 'o-1' },
        reviewId: null,
      },
    } as unknown as HouseholdEvent;
    const stoppedFrom = (reader: HouseholdEventCodec | EventCodec<HouseholdEvent, Record<string, string>>) =>
      foldHousehold([at(opened, 1), at(stopped, 2), at(reader.decode(stored(entry!.body)), 3)]).cases['RURAL/0012/2016-01']
        ?.stoppedFrom;
    expect(stoppedFrom(codec)).toBe('2016-10');
    const avroAlone = new EventCodec<HouseholdEvent, Record<string, string>>({
      ...{ families: ['household'], subject: ['householdId', 'county'], upcasts: [] },
    });
    expect(stoppedFrom(avroAlone)).toBeNull();
  });

  it('is for the version that it names only (made up for this spec)', () => {
    const madeUp = { record: FIRST[0], writer: FIRST[1], because: 'a spec', up: (read: object) => ({ ...read, mode: 'GAP' }) };
    const reader = new EventCodec<Readonly<{ type: string }>, Record<string, string>>({
      ...{ families: ['household'], subject: [], upcasts: [madeUp] },
    });
    expect(reader.decode(stored(entriesOf(...FIRST)[0]!.body))).toMatchObject({ mode: 'GAP' });
    const other = entriesOf(FIRST[0], 'a2bf7c31b6e46b9c')[0]!;
    expect(reader.decode({ ...stored(other.body), schema: 'a2bf7c31b6e46b9c' })).toMatchObject({ mode: null });
  });
});
