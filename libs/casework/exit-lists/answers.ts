import type { ExitList, ExitListRefusal } from '@xianjie/domain';

/** What the workflow itself refuses, beside the list's own reasons. */
export type WorkflowRefusal =
  'import-running' | 'differs-from-frozen' | 'unknown-office-key' | 'unknown-seal' | 'nothing-to-sign' | 'nothing-to-deliver';
export type ListRefusal = ExitListRefusal | WorkflowRefusal;

/** `list` is the state after what was done, or as it stands when refused. */
export type ListAnswer<Done = object> =
  | Readonly<{ outcome: 'done'; list: ExitList } & Done>
  | Readonly<{ outcome: 'refused'; because: ListRefusal; detail: string | null; list: ExitList }>;

export const refused = (list: ExitList, because: ListRefusal, detail: string | null = null): ListAnswer<never> => ({
  outcome: 'refused',
  because,
  detail,
  list,
});
