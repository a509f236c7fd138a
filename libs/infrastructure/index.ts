export { startRegistry } from './apicurio-registry';
export { chooseParts } from './choose-parts';
export type { Choice, Mode, PartName } from './choose-parts';
export { isProduction, readEnvironment } from './environment';
export {
  BackupRefused,
  DataFolderInUse,
  EnvironmentIncomplete,
  InfrastructureMisconfigured,
  PartFailedToStart,
  PartUnavailable,
  RestoreUnfinished,
  SchemaNewer,
  SchemaOlder,
} from './faults';
export { findOrStart } from './find-or-start';
export type { FindOrStart, RealParts } from './find-or-start';
export type { Part } from './part';
export { freePort, isFree } from './ports';
export type { Ports } from './ports';
export { codeHash, release } from './program';
export { rotateLog } from './rotate-log';
export { sizeOf } from './size-of';
export { projectRoot } from './project-root';
export { backUpDatabase, restoreDatabase } from './postgres-backup';
export type { BackedUp } from './postgres-backup';
export { startPostgres } from './postgres-server';
export { migrate, migrationSteps, requireSchema } from './typeorm-migrations';
export { CANNOT_START, couldNotStart } from './could-not-start';
export { endWithSupervisor } from './supervisor';
