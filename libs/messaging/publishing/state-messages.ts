import { RecordCodec, framed } from '@xianjie/contracts';
import type { StateRecords } from '@xianjie/contracts';
import type { OutgoingMessage, TopicMessages } from '../message-bus';
import type { Topics } from '../topics';
import type { Touched } from './household-states';
import type { SchemaIds } from './schema-ids';
import { dibaoState, householdState, povertyState } from './state-records';
import type { CaseRef } from './state-records';

const NAMESPACE = 'cn.xianjie.state';
const households = new RecordCodec<StateRecords['HouseholdState']>(`${NAMESPACE}.HouseholdState`);
const cases = new RecordCodec<StateRecords['DibaoState']>(`${NAMESPACE}.DibaoState`);
const registrations = new RecordCodec<StateRecords['PovertyState']>(`${NAMESPACE}.PovertyState`);

type Ids = Readonly<{ household: number; dibao: number; poverty: number }>;

/** The state topics' messages for households that a page touched: each state as it is after the page, tombstones for what is gone. */
export class StateMessages {
  private ids: Ids | null = null;
  private sent = 0;

  constructor(
    private readonly topics: Topics,
    private readonly schemaIds: SchemaIds,
    private readonly refOf: CaseRef,
    /** Names the sender: with the running number of each of its messages a leader tells what it sends from what comes again (S-16). */
    private readonly sender: string,
  ) {}

  /** `whole` sends every part, changed or not: the answer to an older state. */
  async of(touched: readonly Touched[], whole = false): Promise<readonly TopicMessages[]> {
    const ids = (this.ids ??= await this.register());
    const out = { household: [] as OutgoingMessage[], dibao: [] as OutgoingMessage[], poverty: [] as OutgoingMessage[] };
    for (const one of touched) {
      const headers = this.headersOf(one);
      const message = (key: string, id: number, body: Buffer | null, schema: string): OutgoingMessage => ({
        key,
        value: body === null ? null : framed(id, body),
        headers: { ...headers, xianjie_sent: String((this.sent += 1)), xianjie_schema: schema },
      });
      const { before, after, household, hadRetraction } = one;
      const flat = householdState(one, after, this.refOf);
      out.household.push(message(household, ids.household, households.encode(flat), households.schema.fingerprint));
      if (after.registration !== null && (whole || after.registration !== before.registration)) {
        const body = registrations.encode(povertyState(one, after.registration));
        out.poverty.push(message(household, ids.poverty, body, registrations.schema.fingerprint));
      }
      for (const [key, spell] of Object.entries(after.cases))
        if (whole || before.cases[key] !== spell) {
          const body = cases.encode(dibaoState(one, spell, this.refOf));
          out.dibao.push(message(this.refOf(key), ids.dibao, body, cases.schema.fingerprint));
        }
      if (!hadRetraction) continue;
      // A case that a merge or split took along is written by the household that has it now.
      if (before.registration !== null && after.registration === null)
        out.poverty.push(message(household, 0, null, registrations.schema.fingerprint));
      for (const key of Object.keys(before.cases))
        if (!Object.hasOwn(after.cases, key)) out.dibao.push(message(this.refOf(key), 0, null, cases.schema.fingerprint));
    }
    return [
      { topic: this.topics.householdState, messages: out.household },
      { topic: this.topics.dibaoState, messages: out.dibao },
      { topic: this.topics.povertyState, messages: out.poverty },
    ].filter(({ messages }) => messages.length > 0);
  }

  private headersOf({ household, last: { position, version, recordedAt } }: Touched): Record<string, string> {
    return {
      ce_time: recordedAt,
      ce_subject: household,
      xianjie_position: `${position.shard}:${position.number}`,
      xianjie_version: String(version),
      xianjie_sender: this.sender,
    };
  }

  private async register(): Promise<Ids> {
    const idOf = async (topic: string, fingerprint: string): Promise<number> =>
      (await this.schemaIds.idOf(topic, fingerprint)) as number;
    return {
      household: await idOf(this.topics.householdState, households.schema.fingerprint),
      dibao: await idOf(this.topics.dibaoState, cases.schema.fingerprint),
      poverty: await idOf(this.topics.povertyState, registrations.schema.fingerprint),
    };
  }
}
