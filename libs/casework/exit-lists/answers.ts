import type { ExitList, ExitListRefusal } from '@xianjie/domain';
import type { LoadedList } from './list-stream';

/** What the workflow itself refuses, beside the list's own reasons. */
export type WorkflowRefusal =
  | 'import-running'
  | 'import-failed'
  | 'differs-from-frozen'
  | 'unknown-office-key'
  | 'unknown-seal'
  | 'nothing-to-sign'
  | 'nothing-to-deliver';
export type ListRefusal = ExitListRefusal | WorkflowRefusal;

/**
 * `list` is the state after what was done, or as it stands when refused; `version` the one that was acted on, of several the newest, and
 * null where the act was on the list as a whole.
 */
export type ListAnswer<Done = object> =
  | Readonly<{ outcome: 'done'; listId: string; version: number | null; list: ExitList } & Done>
  | Readonly<{ outcome: 'refused'; because: ListRefusal; detail: string | null; list: ExitList }>;

export const done = ({ listId, list }: LoadedList, version: number | null = null) =>
  ({ outcome: 'done', listId, version, list }) as const;

export const refused = (list: ExitList, because: ListRefusal, detail: string | null = null): ListAnswer<never> => ({
  outcome: 'refused',
  because,
  detail,
  list,
});
