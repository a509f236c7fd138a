import { PolicyEventCodec } from '@xianjie/contracts';
import { activatePolicy, evolvePolicies, noPolicies, POLICY_STREAM } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { HubError } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { v7 } from 'uuid';
import type { PolicyFile } from './policy-packs';

/** A policy file was changed without a new version, though decisions may cite it already. */
export class PolicyVersionTaken extends HubError {
  readonly code = 'policy-version-taken';
  readonly retryable = false;

  constructor(readonly file: string) {
    super(`policy ${file} has another content than the version that is in force: give it a new version`);
  }
}

export type ActivatePolicies = Readonly<{ shard: string; files: readonly PolicyFile[]; on: LocalDate; by: string }>;

/** Puts policy files into force in a shard, each by an event that keeps its text; files in force already are left alone. */
export class PolicyActivation {
  private readonly codec = new PolicyEventCodec();

  constructor(private readonly log: EventLog) {}

  /**
   * Only the layers that concern the shard's province. Answers the ids and versions newly in force.
   * @throws PolicyVersionTaken; StreamMovedOn when somebody else activates at the same time: activate again.
   */
  async activate({ shard, files, on, by }: ActivatePolicies): Promise<readonly string[]> {
    const stream = `${POLICY_STREAM}-${shard}`;
    const recorded = await this.log.read(stream);
    let known = recorded.map((event) => this.codec.decode(event)).reduce(evolvePolicies, noPolicies);
    const events = [];
    for (const { file, layer, contentHash, content } of files) {
      if (!shard.startsWith(layer.division.slice(0, 2))) continue;
      const decided = activatePolicy(known, { on, layer, contentHash, content, activatedBy: by });
      if (decided.outcome === 'refused') throw new PolicyVersionTaken(file);
      known = decided.events.reduce(evolvePolicies, known);
      events.push(...decided.events);
    }
    if (events.length === 0) return [];
    const county = shard.padEnd(6, '0');
    const appended = events.map((event) => ({
      ...{
        id: v7(),
        ...this.codec.encode(event, {}),
        effectiveOn: on,
        origin: 'change' as const,
        source: `official:${by}`,
        county,
      },
    }));
    const append = { stream, expectedVersion: recorded.length, events: appended };
    await this.log.append({ shard, commandId: v7(), streams: [append] });
    return events.map(({ packId, packVersion }) => `${packId}@${packVersion}`);
  }
}
