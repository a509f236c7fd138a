import { Socket } from 'node:net';
import { HouseholdEventCodec } from '@xianjie/contracts';
import type { HouseholdEvent, MovedCase, RegistryAttributes } from '@xianjie/domain';
import type { EventLog, NewEvent } from '@xianjie/log';
import type { ISocketFactory } from 'kafkajs';
import { v7 } from 'uuid';

// A small life of synthetic households, for specs and the benchmark of publishing.

export const SHARD = '53' as const;
export const COUNTY = '530124';
const codec = new HouseholdEventCodec();
const attributes: RegistryAttributes = {
  dataYear: 2016,
  householdAttribute: '一般贫困户',
  mainCause: '因病',
  otherCauses: [],
  identificationStandard: '国家标准',
  perCapitaNetIncomeFen: 280_000,
  guarantees: null,
  score: null,
  monitoredType: null,
  riskRemoved: null,
  declaredSize: 4,
};

export const aHousehold = (): string => `h-${v7()}`;
export const anEvent = (household: string, event: HouseholdEvent): NewEvent => ({
  id: v7(),
  ...codec.encode(event, { householdId: household, county: COUNTY }),
  effectiveOn: event.on,
  origin: 'change',
  source: 'file:3b1f#脱贫户!12',
  county: COUNTY,
});

export const enrolled = (registryNo: string): HouseholdEvent => ({
  type: 'HouseholdEnrolled',
  on: '2014-06-01',
  registryNo,
  division: '530124101001',
  head: null,
  members: [],
  attributes,
  identifiedOn: '2014-06-01',
  isBackfill: false,
});
export const planned = (targetYear: number): HouseholdEvent => ({ type: 'ExitPlanned', on: '2016-01-31', targetYear });

/** A case that goes from one household to another. */
export const MOVING_CASE = `${COUNTY}/RURAL/C1/2016-01`;
export const granted: HouseholdEvent = {
  ...{
    type: 'DibaoEnrolled',
    on: '2016-01-01',
    caseKey: MOVING_CASE,
    caseNo: 'C1',
    programme: 'RURAL',
    county: COUNTY,
    division: '530124103001',
  },
  ...{ applicant: null, members: [], class: 'B', mode: 'TIER', monthlyBenefitFen: 14_000, grantedFrom: '2016-01' },
  ...{ verificationReportNo: null, verifiedOn: null, registryFlag: null, bank: null, accountNo: null, accountHolder: null },
};
const moved: MovedCase = {
  ...{
    caseKey: MOVING_CASE,
    caseNo: 'C1',
    programme: 'RURAL',
    county: COUNTY,
    division: '530124103001',
    status: 'ACTIVE',
    class: 'B',
    mode: 'TIER',
  },
  ...{
    grantedFrom: '2016-01',
    stoppedFrom: null,
    leftFile: null,
    applicant: null,
    members: [],
    amounts: [],
    classes: [],
    stages: [],
  },
  ...{ verificationReportNo: null, verifiedOn: null, registryFlag: null, openReview: null, reviewedOn: null },
  ...{ transitionEndsOn: null, openReviewOn: null, reviewDueOn: null, completedReview: null, stopSignatory: null },
  ...{ stopDecidedOn: null, verificationValidUntil: null, bank: null, accountNo: null, accountHolder: null },
};
export const split = (role: 'PREDECESSOR' | 'SUCCESSOR', other: string): HouseholdEvent => ({
  ...{ type: 'HouseholdSplit', on: '2016-06-30', role, other, otherVersion: 1, members: [], cases: [moved] },
});

export const append = async (
  log: EventLog,
  household: string,
  expectedVersion: number,
  ...events: HouseholdEvent[]
): Promise<void> => {
  const streams = [{ stream: household, expectedVersion, events: events.map((event) => anEvent(household, event)) }];
  await log.append({ shard: SHARD, commandId: v7(), streams });
};

/** One household registered in a shard of another province. */
export const appendElsewhere = async (log: EventLog, shard: string): Promise<void> => {
  const household = aHousehold();
  const streams = [{ stream: household, expectedVersion: 0, events: [anEvent(household, enrolled('1'))] }];
  await log.append({ shard, commandId: v7(), streams });
};

/** `count` households, registered and then planned for a year each: two events a household, spread over the log. */
export const appendLives = async (log: EventLog, count: number, firstNo = 1): Promise<readonly string[]> => {
  const households = Array.from({ length: count }, aHousehold);
  const no = (index: number): string => `5301240000${String(firstNo + index).padStart(8, '0')}`;
  await Promise.all(households.map((household, index) => append(log, household, 0, enrolled(no(index)))));
  await Promise.all(households.map((household) => append(log, household, 1, planned(2016))));
  return households;
};

export const until = async (what: string, isSo: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> => {
  for (const end = Date.now() + ms; !(await isSo()); await new Promise((next) => setTimeout(next, 50)))
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s for ${what}`);
};

/** A network that can be cut: connections break, and new ones are refused, until it is mended. */
export class Network {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  readonly connect: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    if (this.isCut) setImmediate(() => socket.destroy(new Error('the network is cut')));
    else socket.connect(port, host, onConnect);
    return socket;
  };

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy(new Error('the network is cut'));
  }

  mend(): void {
    this.isCut = false;
  }
}
