import { isUnreadable, readableEvents } from '@xianjie/contracts';
import { retractedAmong, unknownHousehold } from '@xianjie/domain';
import type { HouseholdId } from '@xianjie/domain';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import type { ProjectedEvent } from './arrived';
import { EventNotInLog, PayloadErased, ProjectionGap } from './faults';
import { evolved, foldStream, isOwnFault } from './fold-stream';
import type { Decode } from './fold-stream';
import type { FoldedHousehold } from './rows';

const isHousehold = (id: string): boolean => /^h-[\w-]+$/.test(id);

/** What one message makes of a household. The log is asked only when the message alone does not say it. */
export class HouseholdFolding {
  constructor(
    private readonly log: Pick<EventLog, 'read'>,
    private readonly decode: Decode,
  ) {}

  /**
   * The household after the message; undefined when it changes nothing: a repeat, or what was discarded and is not in the log.
   * @throws what is the message's own fault (`isOwnFault`), unless the event was taken back; ProjectionGap, which is nobody's.
   */
  async after(known: FoldedHousehold | undefined, arrived: ProjectedEvent): Promise<FoldedHousehold | undefined> {
    const version = known?.version ?? 0;
    if (arrived.version <= version) return undefined;
    if (arrived.discarded) return this.passedOver(known, arrived);
    try {
      return await this.step(known, arrived, version);
    } catch (fault) {
      if (!isOwnFault(fault) || !(await this.isTakenBack(arrived))) throw fault;
      return this.passedOver(known, arrived);
    }
  }

  /** What the log says of a message whose bytes an erasure took. */
  async fromLog(arrived: ProjectedEvent): Promise<ProjectedEvent> {
    const recorded = await this.find(arrived);
    if (recorded === undefined) return { ...arrived, fault: new PayloadErased() };
    try {
      return { ...arrived, county: recorded.county, event: this.decode(recorded)?.event ?? null, fault: null };
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
      return { ...arrived, fault };
    }
  }

  private async step(
    known: FoldedHousehold | undefined,
    arrived: ProjectedEvent,
    before: number,
  ): Promise<FoldedHousehold | undefined> {
    const { household, version, position, county, event, eventId, fault } = arrived;
    if (fault !== null) throw fault;
    const isNext = version === before + 1;
    // A version that does not fit, and one that is counted unread, are believed only when the log says the same.
    if ((!isNext || event === null) && !(await this.isInLog(arrived))) throw new EventNotInLog(household, version);
    if (!isNext) throw new ProjectionGap(household, before + 1, version);
    const state = known?.state ?? unknownHousehold;
    if (event === null) return { household, version, position, county, state };
    if (event.type === 'EventRetracted') return this.foldAgain(household, version);
    return { household, version, position, county, state: evolved(state, { eventId, event, county, version }) };
  }

  /** A retraction folds its stream again, from the log (S-9). */
  private async foldAgain(household: HouseholdId, upTo: number): Promise<FoldedHousehold | undefined> {
    const { folded, stopped } = foldStream(household, await this.log.read(household), this.decode, upTo);
    if (stopped !== null) throw stopped.fault;
    return folded ?? undefined;
  }

  /** Its version counts when it is the household's own; nothing is made of what it says. */
  private async passedOver(known: FoldedHousehold | undefined, arrived: ProjectedEvent): Promise<FoldedHousehold | undefined> {
    const { household, version } = arrived;
    if (version !== (known?.version ?? 0) + 1) return undefined;
    const recorded = await this.find(arrived);
    if (recorded === undefined) return undefined;
    const { county, position } = recorded;
    return { household, version, position: position.number, county, state: known?.state ?? unknownHousehold };
  }

  private async isTakenBack({ household, eventId }: ProjectedEvent): Promise<boolean> {
    if (!isHousehold(household)) return false;
    return retractedAmong(readableEvents(await this.log.read(household), this.decode).all).has(eventId);
  }

  private async isInLog(arrived: ProjectedEvent): Promise<boolean> {
    return (await this.find(arrived)) !== undefined;
  }

  private async find({ household, version, eventId }: ProjectedEvent): Promise<RecordedEvent | undefined> {
    if (!isHousehold(household)) return undefined;
    const recorded = await this.log.read(household);
    return recorded.find((one) => one.version === version && one.id === eventId);
  }
}
