import { RecordCodec, framed } from '@xianjie/contracts';
import { HubError } from '@xianjie/domain';
import type { StateRecords } from '@xianjie/contracts';
import { sm3 } from '@xianjie/documents';
import type { Signer } from '@xianjie/documents';
import type { Clock, EventLog } from '@xianjie/log';
import { LeaseLost } from '../faults';
import type { MessageBus } from '../message-bus';
import type { Lease, PostgresLeases } from '../postgres-leases';
import type { PostgresSealing } from '../postgres-sealing';
import type { PostgresSeals, Seal } from '../postgres-seals';
import type { Topics } from '../topics';
import { lostUpTo } from './lost-positions';
import { pause } from './pause';
import type { SchemaIds } from './schema-ids';
import type { SealFile } from './seal-file';

const codec = new RecordCodec<StateRecords['Seal']>('cn.xianjie.state.Seal');

type Sealed = Pick<Seal, 'shard' | 'number' | 'link' | 'recordedAt' | 'sealedAt' | 'previous'>;

/** The signed text: canonical JSON, keys in this order, no blanks; `previous` only where there is one. */
export const sealStatement = ({ shard, number, link, recordedAt, sealedAt, previous }: Sealed): string =>
  JSON.stringify({ shard, number, link, recordedAt, sealedAt, ...(previous === null ? {} : { previous }) });

export type SealerParts = Readonly<{
  shard: string;
  log: EventLog;
  seals: PostgresSeals;
  file: SealFile;
  signer: Signer;
  clock: Clock;
  bus: MessageBus;
  topics: Topics;
  schemaIds: SchemaIds;
  leases: PostgresLeases;
  sealing: PostgresSealing;
  /** Names this process among sealers. */
  holder: string;
  onFault: (fault: Error) => void;
}>;

/** Signs the head of the chain at intervals (S-19): in Postgres and in the seal file first, on the topic after. */
export class Sealer {
  private newest: Seal | null = null;
  private publishing: Promise<void> | null = null;

  constructor(private readonly parts: SealerParts) {}

  /** The new seal, or null when nothing was appended since the last. @throws LeaseLost when another has sealed meanwhile. */
  async seal(): Promise<Seal | null> {
    const { shard, log, seals, file, signer, clock } = this.parts;
    const before = (this.newest ??= await seals.newest(shard));
    const head = await log.head(shard);
    if (head.number <= (before?.number ?? 0) || head.recordedAt === null) return null;
    const sealed = {
      shard,
      number: head.number,
      link: head.link.toString('hex'),
      recordedAt: head.recordedAt,
      sealedAt: await clock.now(),
      previous: before === null ? null : sm3(before.statement),
    };
    const statement = sealStatement(sealed);
    const { algorithm, keyId, publicKey, value } = await signer.sign(Buffer.from(statement));
    const seal = { ...sealed, statement, algorithm, keyId, publicKey, signature: value };
    // The file first: whatever Postgres holds is then outside it too.
    await file.append(seal);
    if (!(await seals.write(seal, before))) {
      this.newest = null;
      throw new LeaseLost(`sealer:${shard}`);
    }
    await log.mark(shard, 'seal', seal.number);
    this.newest = seal;
    return seal;
  }

  /** Sends what Postgres holds and the topic does not, in order. A crash in between sends a seal twice, which says the same. */
  async publish(): Promise<void> {
    const { shard, seals, bus, topics, schemaIds } = this.parts;
    const waiting = await seals.unpublished(shard);
    if (waiting.length === 0) return;
    const id = (await schemaIds.idOf(topics.seals, codec.schema.fingerprint)) as number;
    for (const seal of waiting) {
      const headers = {
        ce_time: seal.sealedAt,
        xianjie_position: `${seal.shard}:${seal.number}`,
        xianjie_schema: codec.schema.fingerprint,
      };
      await bus.send([{ topic: topics.seals, messages: [{ key: shard, value: framed(id, codec.encode(seal)), headers }] }]);
      await seals.published(seal);
    }
  }

  /**
   * Until the signal, under a lease of its own: a broker that is down ends a publisher's term, and must not end sealing (S-19).
   * @throws what is no passing fault.
   */
  async run(everyMs: number, signal: AbortSignal): Promise<void> {
    let lease: Lease | null = null;
    let crash: Error | null = null;
    let isMarked = false;
    const failed = (fault: Error): void => {
      // What could not be sent waits in Postgres for the next time.
      if (fault instanceof HubError && fault.retryable) this.parts.onFault(fault);
      else crash = fault;
    };
    for (; !signal.aborted && crash === null; await pause(everyMs, signal)) {
      try {
        if (!isMarked) await this.rememberFile();
        isMarked = true;
        const before: Lease | null = lease;
        lease = await this.held(lease, 3 * everyMs + 5_000);
        if (lease === null) continue;
        if (lease !== before) await this.takeOver();
        await this.seal();
        await this.parts.sealing.worked(this.parts.shard);
        // Not waited for: a send to a broker that is down takes its time, and must not take that of the next seal.
        this.publishing ??= this.publish()
          .catch(failed)
          .finally(() => (this.publishing = null));
      } catch (fault) {
        failed(fault as Error);
      }
    }
    await this.publishing;
    await lease?.release().catch(() => undefined);
    if (crash !== null) throw crash;
  }

  /** Another may have sealed last, into another file; or a crash left a seal in the file alone. Both copies are then made whole. */
  private async takeOver(): Promise<void> {
    const { shard, log, seals, file } = this.parts;
    const inFile: Seal[] = [];
    for await (const seal of file.read()) inFile.push(seal);
    const known = new Set(inFile.map(({ statement }) => statement));
    const missing = (await seals.read(shard)).filter(({ statement }) => !known.has(statement));
    if (missing.length > 0) await file.append(...missing);
    this.newest = await seals.newest(shard);
    const lost = await lostUpTo(log, shard, 'seal');
    for (const seal of inFile.toSorted((a, b) => a.number - b.number)) {
      if (this.newest === null || seal.number <= lost || seal.previous !== sm3(this.newest.statement)) continue;
      if (await seals.write(seal, this.newest)) this.newest = seal;
    }
  }

  /** A log restored from an older backup has forgotten its newest seals; the file has not. It refuses appends until an epoch (S-19). */
  async rememberFile(): Promise<void> {
    const { shard, log, file } = this.parts;
    const highest = await file.highest();
    if (highest > (await lostUpTo(log, shard, 'seal'))) await log.mark(shard, 'seal', highest);
  }

  private async held(lease: Lease | null, ttlMs: number): Promise<Lease | null> {
    const renewed = await lease?.renew().then(
      () => lease,
      () => null,
    );
    return renewed ?? this.parts.leases.acquire(`sealer:${this.parts.shard}`, this.parts.holder, ttlMs);
  }
}
