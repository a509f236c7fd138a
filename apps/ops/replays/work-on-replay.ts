import { SchemaRegistry } from '@xianjie/contracts';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import {
  EventMessages,
  KafkaMessageBus,
  SchemaIds,
  brokersIn,
  replayToTopic,
  replayTopicSpec,
  topicsOf,
} from '@xianjie/messaging';
import { PostgresReplayRun, isReplayed } from '@xianjie/read-models';
import type { PostgresReplays, Replay, ReplayRange } from '@xianjie/read-models';
import { hubAddresses } from '../hub';
import { householdDecoder } from '../postgres-wiring';

// A replay's work, by this process: into views beside the live ones, or onto a topic of its own.

export type Worked = Readonly<{ log: EventLog; replays: PostgresReplays; progress: (replay: Replay) => void; page: number }>;

/** Of a household, about: `--page` counts households. */
const EVENTS = 4;

export const hubTopics = () => topicsOf(process.env.XIANJIE_TOPIC_PREFIX);

/** Until it is done, or paused or dropped by somebody. */
export const workOnReplay = async (name: string, { log, replays, progress, page }: Worked): Promise<Replay> => {
  const replay = await replays.resume(name);
  if (replay.status === 'done') return replay;
  if (replay.asked.topic !== null) return ontoTopic(replay, replay.asked.topic, { log, replays, progress, page });
  return new PostgresReplayRun(log, householdDecoder(), replays).run(name, {
    progress: (counts) => progress({ ...replay, ...counts }),
    householdsAtOnce: page,
  });
};

const pagesOf = async function* (log: EventLog, { asked, reached }: Replay, range: ReplayRange, page: number) {
  const { shard, from, to } = range;
  const after = reached.shard === shard ? reached.number : from - 1;
  if (asked.household === null) return yield* log.readRange(shard, after, { upTo: to, pageSize: page * EVENTS });
  const own = (await log.read(asked.household, { upTo: to })).filter(({ position }) => position.number > after);
  if (own[0]?.position.shard === shard) yield own;
};

const ontoTopic = (asked: Replay, topic: string, { log, replays, progress, page }: Worked): Promise<Replay> =>
  replays.hold(asked.name, async (client, replay) => {
    const ids = new SchemaIds(new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? hubAddresses().schemaRegistryUrl));
    const bus = new KafkaMessageBus(
      brokersIn(process.env.XIANJIE_KAFKA_BROKERS ?? hubAddresses().kafkaBrokers),
      'xianjie-replay',
    );
    let { events } = replay;
    const schemas: Record<string, readonly string[]> = { ...replay.schemas };
    const note = (sent: readonly RecordedEvent[]): void => {
      events += sent.length;
      for (const { type, schema } of sent)
        if (!schemas[type]?.includes(schema)) schemas[type] = [...(schemas[type] ?? []), schema].toSorted();
    };
    try {
      await bus.ensureTopics([replayTopicSpec(topic)]);
      for (const range of replay.asked.ranges.filter(({ shard }) => shard >= replay.reached.shard)) {
        const isWhole = await replayToTopic(pagesOf(log, replay, range, page), {
          ...{ bus, topic, messages: new EventMessages(hubTopics(), ids) },
          takes: (event) =>
            isReplayed(replay.asked, event) &&
            (replay.asked.county === null || replay.asked.countyLineage.includes(event.county)),
          sent: async (upTo, sent) => {
            note(sent);
            const reached = { shard: range.shard, stream: '', number: upTo };
            progress({ ...replay, events, reached });
            return replays.advance(client, replay.name, { reached, households: 0, events: sent.length, schemas });
          },
        });
        if (!isWhole) return replays.show(replay.name);
      }
      await replays.finish(client, replay.name);
      return await replays.show(replay.name);
    } finally {
      await bus.close();
    }
  });
