import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { KafkaMessageBus, brokersIn, topicsOf } from '@xianjie/messaging';
import type { ReceivedMessage } from '@xianjie/messaging';
import { CommandFault, UsageError } from '../exit-codes';
import { hubAddresses } from '../hub';
import { outputFor } from '../output';

type Dump = Readonly<{ out: string; prefix: string; json?: boolean }>;

/** Synchronous: a partition's messages come in bursts, and none may be written before the one before it. */
class PartitionFiles {
  private readonly open = new Map<string, number>();
  messages = 0;
  /** What a write met: within the reading it would be told as a fault of the broker. */
  fault: Error | null = null;

  constructor(private readonly folder: string) {}

  take(message: ReceivedMessage): void {
    if (this.fault !== null) return;
    try {
      this.write(message);
    } catch (fault) {
      this.fault = fault as Error;
    }
  }

  private write({ topic, partition, offset, key, headers, value }: ReceivedMessage): void {
    const kind = topic.endsWith('.seals') ? 'seals' : 'events';
    const path = join(this.folder, kind, `${topic}-${partition}.jsonl`);
    const file = this.open.get(path) ?? openSync(path, 'wx', 0o600);
    this.open.set(path, file);
    writeSync(file, `${JSON.stringify({ topic, partition, offset, key, headers, value: value?.toString('base64') ?? null })}\n`);
    this.messages += 1;
  }

  close(): void {
    for (const file of this.open.values()) closeSync(file);
  }
}

const dump = async ({ out, prefix, json }: Dump): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const brokers = process.env.XIANJIE_KAFKA_BROKERS ?? hubAddresses().kafkaBrokers;
  const { householdEvents, exitListEvents, standardEvents, hubEvents, seals } = topicsOf(prefix);
  for (const kind of ['events', 'seals']) {
    const folder = join(out, kind);
    mkdirSync(folder, { recursive: true });
    // Before anything is read: a fault within the reading would be told as one of the broker.
    if (readdirSync(folder).length > 0) throw new UsageError(`--out: ${folder} holds files already`);
  }
  const files = new PartitionFiles(out);
  const bus = new KafkaMessageBus(brokersIn(brokers), 'xianjie-dump');
  try {
    const everything = Number.MAX_SAFE_INTEGER;
    const tail = await bus.tail([householdEvents, exitListEvents, standardEvents, hubEvents, seals], everything, (message) =>
      files.take(message),
    );
    await tail.stop();
    if (files.fault !== null) throw new CommandFault(`--out: ${out}: ${files.fault.message}`, { cause: files.fault });
  } finally {
    files.close();
    await bus.close();
  }
  say(
    `${out}: ${files.messages} messages, a file for each partition; docs/verifying-without-the-hub.md says what to do with them`,
  );
  result({ out, messages: files.messages });
};

export const dumpTopicsCommand = (program: Command): void => {
  program
    .command('dump-topics')
    .description('write the event topics and the seals to files, for the stand-alone verifier')
    .requiredOption('--out <dir>', 'a folder; files that are there already are an error')
    .option('--prefix <prefix>', 'before the first dot of every topic', process.env.XIANJIE_TOPIC_PREFIX ?? 'xianjie')
    .option('--json', 'end with a line of JSON')
    .action(dump);
};
