import { HubError } from '@xianjie/domain';

/** A wrong or contradictory setting; the message names the variable and what it may hold. */
export class InfrastructureMisconfigured extends HubError {
  readonly code = 'infrastructure-misconfigured';
  readonly retryable = false;
}

/** Settings that an app needs are missing or wrong; each is named. */
export class EnvironmentIncomplete extends HubError {
  readonly code = 'misconfigured';
  readonly retryable = false;
}

/** A part was asked for in one way and cannot be had in that way. Nothing else was tried instead. */
export class PartUnavailable extends HubError {
  readonly code = 'part-unavailable';
  readonly retryable = false;
}

/** A part did not come up; the message ends with the tail of its log. */
export class PartFailedToStart extends HubError {
  readonly code = 'part-failed-to-start';
  readonly retryable = true;
}

/** Another process still runs a part over the same data folder. */
export class DataFolderInUse extends HubError {
  readonly code = 'data-folder-in-use';
  readonly retryable = true;
}

/** An old program over a database that a newer one migrated: it would not understand what it reads. Update the program. */
export class SchemaNewer extends HubError {
  readonly code = 'schema-newer';
  readonly retryable = false;

  constructor(program: string, database: string, unknown: readonly string[]) {
    super(
      `the database is at ${database}, this program (${program}) does not know ${unknown.join(', ')}: start the program that migrated it, or a newer one`,
    );
  }
}

/** The database lacks what this program needs. */
export class SchemaOlder extends HubError {
  readonly code = 'schema-older';
  readonly retryable = false;

  constructor(program: string, database: string, missing: readonly string[]) {
    super(
      `the database is at ${database}, this program (${program}) needs ${missing.join(', ')} as well: run \`xianjie migrate\``,
    );
  }
}

/** A restore never writes over a database that holds something, and a backup never over another. */
export class BackupRefused extends HubError {
  readonly code = 'backup-refused';
  readonly retryable = false;
}

/** A restore was cut off before its rows were there: what stands is no hub, and looks like an empty one. */
export class RestoreUnfinished extends HubError {
  readonly code = 'restore-unfinished';
  readonly retryable = false;
}
