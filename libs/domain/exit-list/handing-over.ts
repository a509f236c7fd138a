import { accept, refuse } from '../decider';
import type { Decision } from '../decider';
import type { CountyCode, LocalDate } from '../values';
import type { ListOverdue } from './exit-list.events';
import type {
  DaySeal,
  ListAcknowledged,
  ListDelivered,
  ListRejected,
  ListSigned,
  Signature,
  SupplementIssued,
} from './handing-over.events';
import type { ExitListRefusal } from './refusals';
import { standingVersions } from './state';
import type { ExitList, ListVersion } from './state';

type Answer<Event> = Decision<Event, ExitListRefusal>;
type Act = Readonly<{ on: LocalDate; version: number; by: string }>;

/** The version, if it can still be acted on: neither rejected nor before a replacement. */
const standing = (list: ExitList, version: number): ListVersion | ExitListRefusal => {
  if (list.openedOn === null) return 'not-open';
  const found = list.versions.find((known) => known.version === version);
  if (found === undefined) return 'no-such-version';
  if (found.stage === 'REJECTED') return 'already-rejected';
  const together = standingVersions(list);
  const isSuperseded = !together.includes(found) || together.some(({ stage }) => stage === 'REJECTED');
  return isSuperseded ? 'version-superseded' : found;
};

export type SignList = Act & Readonly<{ signature: Signature; isValid: boolean; addedLines: number; withdrawnLines: number }>;

/** The head of the county poverty office signs; a signed supplement is thereby issued. */
export const signList = (list: ExitList, asked: SignList): Answer<ListSigned | SupplementIssued> => {
  const { on, version, by, signature, addedLines, withdrawnLines } = asked;
  const found = standing(list, version);
  if (typeof found === 'string') return refuse(found);
  if (found.stage !== 'FROZEN') return refuse('already-signed');
  if (!asked.isValid) return refuse('signature-invalid');
  const signed: ListSigned = { type: 'ListSigned', on, version, root: found.root, signature, signedBy: by };
  if (found.kind !== 'SUPPLEMENT') return accept(signed);
  const supplements = standingVersions(list)[0]?.version ?? version;
  return accept<ListSigned | SupplementIssued>(signed, {
    type: 'SupplementIssued',
    ...{ on, version, supplements, addedLines, withdrawnLines, issuedBy: by },
  });
};

export type DeliverList = Act & Readonly<{ recipient: CountyCode; channel: string; receiptId: string }>;

/** Once for each recipient; late is said, never refused (CR-28). */
export const deliverList = (list: ExitList, asked: DeliverList): Answer<ListDelivered> => {
  const { on, version, by, recipient, channel, receiptId } = asked;
  const found = standing(list, version);
  if (typeof found === 'string') return refuse(found);
  if (found.stage === 'FROZEN') return refuse('not-signed');
  if (found.deliveredTo.includes(recipient)) return refuse('already-delivered');
  const late = list.dueOn !== null && on > list.dueOn;
  return accept({ type: 'ListDelivered', on, version, recipient, channel, receiptId, late, deliveredBy: by });
};

export type AcknowledgeList = Act &
  Readonly<{ root: string; lines: number; seal: DaySeal; signature: Signature; isValid: boolean }>;

/** Civil affairs compares rows and root, and signs with a key of its own over the root and the day's seal (S-24). */
export const acknowledgeList = (list: ExitList, asked: AcknowledgeList): Answer<ListAcknowledged> => {
  const { on, version, by, root, seal, signature } = asked;
  const found = awaitingAnswer(list, version);
  if (typeof found === 'string') return refuse(found);
  if (root !== found.root) return refuse('root-differs');
  if (asked.lines !== found.counts.exitedLines + found.counts.plannedLines) return refuse('count-differs');
  if (signature.keyId === found.signingKeyId) return refuse('same-key');
  if (!asked.isValid) return refuse('signature-invalid');
  return accept({ type: 'ListAcknowledged', on, version, root, seal, signature, acknowledgedBy: by });
};

/** The next freeze makes a whole new version (S-22). */
export const rejectList = (list: ExitList, { on, version, by, reason }: Act & { reason: string }): Answer<ListRejected> => {
  const found = awaitingAnswer(list, version);
  if (typeof found === 'string') return refuse(found);
  if (reason.trim() === '') return refuse('no-reason');
  return accept({ type: 'ListRejected', on, version, reason, rejectedBy: by });
};

const awaitingAnswer = (list: ExitList, version: number): ListVersion | ExitListRefusal => {
  const found = standing(list, version);
  if (typeof found === 'string' || found.stage === 'DELIVERED') return found;
  return found.stage === 'ACKNOWLEDGED' ? 'already-acknowledged' : 'not-delivered';
};

/** CR-28: the day after the due date, when nothing has been delivered. */
export const flagOverdue = (
  list: ExitList,
  { on, to }: Readonly<{ on: LocalDate; to: readonly string[] }>,
): Answer<ListOverdue> => {
  if (list.dueOn === null) return refuse('not-open');
  if (list.overdueOn !== null) return refuse('already-overdue');
  if (standingVersions(list).some(({ stage }) => stage === 'DELIVERED' || stage === 'ACKNOWLEDGED'))
    return refuse('already-delivered');
  return on > list.dueOn ? accept({ type: 'ListOverdue', on, dueOn: list.dueOn, to }) : refuse('not-due-yet');
};
