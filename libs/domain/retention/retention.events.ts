import type { DomainEvent } from '../decider';
import type { LocalDate } from '../values';

// These names and fields are the stored format. Add an event; never rename one.

export type DeletedFile = Readonly<{
  /** SHA-256 of the file as it was sent: events cite it. */
  hash: string;
  bytes: number;
}>;
/** The kept files of a settled import went when their time was over (S-25). What was recorded from them stays. */
export type KeptFilesDeleted = DomainEvent<
  'KeptFilesDeleted',
  {
    importId: string;
    system: 'poverty' | 'dibao';
    asOf: LocalDate;
    settledOn: LocalDate;
    keptDays: number;
    deletedBy: string;
    files: readonly DeletedFile[];
  }
>;

export const retentionEventNames: Readonly<Record<KeptFilesDeleted['type'], string>> = {
  KeptFilesDeleted: 'source.files-deleted',
};
/** Each import's own stream, after this and its id. */
export const KEPT_FILES_STREAMS = 'kept-files-';
