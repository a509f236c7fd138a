import { accept, refuse } from '../decider';
import type { Decision } from '../decider';
import type { PolicyPackRef } from '../household/dibao-reviews.events';
import type { LocalDate } from '../values';
import { yearOf } from '../values';
import type { LineProof, LinesHashed, ListChecked, ListFrozen, ListOpened, ListProblem, VersionKind } from './exit-list.events';
import type { ExitListRefusal } from './refusals';
import { baseOf, standingVersions } from './state';
import type { ExitList } from './state';

type Answer<Event> = Decision<Event, ExitListRefusal>;

/** 31 March of the next year where the pack says nothing (S-20, CR-28); `monthDay` is `03-31`. */
export const listDueOn = (year: number, monthDay: string | null): LocalDate => `${year + 1}-${monthDay ?? '03-31'}` as LocalDate;

export type OpenList = Readonly<{ on: LocalDate; year: number; dueOn: LocalDate; policyPack: PolicyPackRef | null; by: string }>;

/** From 1 January of the year after: until then the year's exits are not all in. */
export const openList = (list: ExitList, { on, year, dueOn, policyPack, by }: OpenList): Answer<ListOpened> => {
  if (list.openedOn !== null) return refuse('already-open');
  if (yearOf(on) <= year) return refuse('year-not-over');
  return accept({ type: 'ListOpened', on, dueOn, policyPack, openedBy: by });
};

/** Which version the next freeze makes, and of what kind (S-22). */
export const nextVersion = (list: ExitList): Readonly<{ version: number; kind: VersionKind }> => {
  const version = (list.versions.at(-1)?.version ?? 0) + 1;
  if (baseOf(list) === null) return { version, kind: 'ORIGINAL' };
  const isRejected = standingVersions(list).some(({ stage }) => stage === 'REJECTED');
  return { version, kind: isRejected ? 'REPLACEMENT' : 'SUPPLEMENT' };
};

export type CheckList = Readonly<
  Pick<ListChecked, 'on' | 'position' | 'counts' | 'openIdentityReviews' | 'problems'> & { by: string }
>;

/** Open identity reviews are counted and hold up nothing (interfaces.md). */
export const checkList = (list: ExitList, { by, ...found }: CheckList): Answer<ListChecked> => {
  if (list.openedOn === null) return refuse('not-open');
  return accept({ type: 'ListChecked', ...found, version: nextVersion(list).version, checkedBy: by });
};

export type FreezeList = Readonly<
  Omit<ListFrozen, 'type' | 'version' | 'kind' | 'frozenBy'> & {
    year: number;
    by: string;
    /** Found at this position, not at the check's (CR-27). */
    problems: readonly ListProblem[];
    proofs: readonly LineProof[];
    /** The last day for a supplement; null: always. */
    supplementsUntil: LocalDate | null;
  }
>;

/** A page of proofs is about 130 kB: Kafka's default limit is 1 MB. */
export const PROOFS_A_PAGE = 500;

const numberIn = (position: string): number => Number(position.slice(position.indexOf(':') + 1));

/** The rows are fixed from here on; the proofs of the lines go into the same append (S-21). */
export const freezeList = (list: ExitList, asked: FreezeList): Answer<ListFrozen | LinesHashed> => {
  const { year, by, problems, proofs, supplementsUntil, ...facts } = asked;
  if (list.openedOn === null) return refuse('not-open');
  if (yearOf(asked.on) <= year) return refuse('year-not-over');
  if (list.check === null) return refuse('not-checked');
  if (problems.some(({ blocking }) => blocking)) return refuse('check-found-problems');
  const { version, kind } = nextVersion(list);
  if (kind === 'SUPPLEMENT' && supplementsUntil !== null && asked.on > supplementsUntil) return refuse('supplements-over');
  if (kind === 'SUPPLEMENT' && proofs.length === 0) return refuse('nothing-new');
  const last = list.versions.at(-1);
  if (last !== undefined && numberIn(asked.position) < numberIn(last.position)) return refuse('position-behind');
  return accept<ListFrozen | LinesHashed>(
    { type: 'ListFrozen', ...facts, version, kind, frozenBy: by },
    ...pagesOf(proofs).map((lines, page): LinesHashed => ({ type: 'LinesHashed', on: asked.on, version, page, lines })),
  );
};

const pagesOf = (proofs: readonly LineProof[]): readonly (readonly LineProof[])[] =>
  Array.from({ length: Math.ceil(proofs.length / PROOFS_A_PAGE) }, (_, page) =>
    proofs.slice(page * PROOFS_A_PAGE, (page + 1) * PROOFS_A_PAGE),
  );
