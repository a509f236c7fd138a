import { Type } from 'avsc';
import type { LoggedEvent } from './check-log';
import { POISON_MARK } from './redeliveries';
import { readTopics } from './topic-reader';
import type { Read } from './topic-reader';

// The topics against the log, decoded with the schema that each value names and the schema registry serves.

const HOUSEHOLDS = 'xianjie.household.events';
const EVENTS = [HOUSEHOLDS, 'xianjie.exit-list.events', 'xianjie.standard.events', 'xianjie.hub.events'];
const STATE = 'xianjie.household.state';
const PREFIX = 5;
/** Acts that a version of a list can have once. */
const ONCE_A_VERSION = new Set(['exit-list.frozen', 'exit-list.signed']);

type Decoded = Readonly<Record<string, unknown>>;

export class AvroReader {
  private readonly types = new Map<number, Promise<Type>>();

  constructor(private readonly registryUrl: string) {}

  /** @throws when the value is no whole record of the schema that it names. */
  async decode(value: Buffer | null): Promise<Decoded> {
    if (value === null || value.length < PREFIX || value[0] !== 0) throw new Error('no Confluent prefix');
    const id = value.readInt32BE(1);
    const known = this.types.get(id) ?? this.fetched(id);
    this.types.set(id, known);
    return (await known).fromBuffer(value.subarray(PREFIX)) as Decoded;
  }

  private async fetched(id: number): Promise<Type> {
    const response = await fetch(`${this.registryUrl}/schemas/ids/${id}`);
    const { schema } = (await response.json()) as { schema: string };
    return Type.forSchema(JSON.parse(schema) as never, { wrapUnions: 'auto' });
  }
}

const numberOf = ({ headers }: Read): number => Number(headers.xianjie_position?.split(':')[1]);
const isOurs = ({ headers }: Read): boolean => headers[POISON_MARK] === undefined;

const differing = (event: LoggedEvent | undefined, { headers, value, key, topic }: Read): string | null => {
  const at = `${topic} position ${headers.xianjie_position}`;
  if (!event) return `${at} is not in the log`;
  if (headers.ce_type !== event.type || headers.ce_id !== event.id) return `${at} is another event than the log's`;
  if (headers.xianjie_version !== String(event.version)) return `${at} has another version than the log's`;
  if (!value?.subarray(PREFIX).equals(event.body)) return `${at} has another body than the log's`;
  return topic === HOUSEHOLDS && key !== event.stream ? `${at} has the key ${key}` : null;
};

/** Every position there, once or again but the same; in order for each key where first seen; every body a record of its schema. */
const checkEvents = async (events: readonly LoggedEvent[], messages: readonly Read[], avro: AvroReader): Promise<string[]> => {
  const wrong: string[] = [];
  const seen = new Set<number>();
  const last = new Map<string, number>();
  const acts = new Set<string>();
  for (const message of messages) {
    const number = numberOf(message);
    const difference = differing(events[number - 1], message);
    if (difference) wrong.push(difference);
    if (seen.has(number) || difference) continue;
    seen.add(number);
    const { key, topic, value } = message;
    if (number < (last.get(`${topic} ${key}`) ?? 0)) wrong.push(`${topic}: ${key} out of order at ${number}`);
    last.set(`${topic} ${key}`, number);
    const record = await avro.decode(value).catch((fault: Error) => void wrong.push(`position ${number}: ${fault.message}`));
    const { type, stream } = events[number - 1] as LoggedEvent;
    const act = `${stream} ${type} ${String(record?.version)}`;
    if (ONCE_A_VERSION.has(type) && acts.has(act)) wrong.push(`${act} a second time at ${number}`);
    acts.add(act);
  }
  for (const { number } of events) if (!seen.has(number)) wrong.push(`position ${number} is on no topic`);
  return wrong;
};

const checkStates = async (events: readonly LoggedEvent[], states: readonly Read[], avro: AvroReader): Promise<string[]> => {
  const newest = new Map<string, LoggedEvent>();
  for (const event of events) if (event.stream.startsWith('h-')) newest.set(event.stream, event);
  const last = new Map<string, Read>();
  for (const state of states) last.set(state.key, state);
  const wrong: string[] = [];
  for (const [household, { version, number }] of newest) {
    const state = last.get(household);
    if (state?.headers.xianjie_version !== String(version) || numberOf(state) !== number)
      wrong.push(`the last state of ${household} is of version ${state?.headers.xianjie_version}, not ${version}`);
    else await avro.decode(state.value).catch((fault: Error) => void wrong.push(`state of ${household}: ${fault.message}`));
  }
  return wrong;
};

export type TopicsChecked = Readonly<{ wrong: readonly string[]; messages: number; repeated: number }>;

export const checkTopics = async (
  { brokers, registryUrl }: Readonly<{ brokers: string; registryUrl: string }>,
  events: readonly LoggedEvent[],
): Promise<TopicsChecked> => {
  const avro = new AvroReader(registryUrl);
  const all = await readTopics(brokers, [...EVENTS, STATE]);
  const messages = all.filter((one) => one.topic !== STATE && isOurs(one));
  const states = all.filter((one) => one.topic === STATE && isOurs(one));
  const wrong = [...(await checkEvents(events, messages, avro)), ...(await checkStates(events, states, avro))];
  return { wrong, messages: messages.length, repeated: messages.length - new Set(messages.map(numberOf)).size };
};
