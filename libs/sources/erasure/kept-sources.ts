import type { BlankedFile, PersonId } from '@xianjie/domain';
import { HubError } from '@xianjie/domain';
import type { PersonInClear } from './erased-rows';

/** An import is at work, or waits for its end: its file cannot be looked through yet. The same call again goes on. */
export class ImportAtWork extends HubError {
  readonly code = 'import-at-work';
  readonly retryable = true;

  constructor(importId: string) {
    super(`import ${importId} is at work; erase again when it has ended`);
  }
}

/** Port: the kept source files, of which a person's rows are to go (S-25). Each step may be done again after a kill. */
export abstract class KeptSources {
  /** Keeps tombstones, so that imports that settle from now on keep no row of these persons either. */
  abstract bury(persons: readonly PersonInClear[]): Promise<void>;
  /** Blanks the rows in every file of settled imports. `persons`: as long as they can still be read. @throws ImportAtWork. */
  abstract blank(persons: readonly PersonInClear[]): Promise<void>;
  /** What was blanked for these persons, also before a kill. */
  abstract blankedFor(persons: readonly PersonId[]): Promise<readonly BlankedFile[]>;
}
