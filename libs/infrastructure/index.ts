export { chooseParts } from './choose-parts';
export type { Choice, Mode, PartName } from './choose-parts';
export { isProduction, readEnvironment } from './environment';
export {
  DataFolderInUse,
  EnvironmentIncomplete,
  InfrastructureMisconfigured,
  PartFailedToStart,
  PartUnavailable,
} from './faults';
export { findOrStart } from './find-or-start';
export type { FindOrStart, RealParts } from './find-or-start';
export type { Part } from './part';
export { freePort } from './ports';
export type { Ports } from './ports';
export { projectRoot } from './project-root';
export { migrate, migrationSteps } from './typeorm-migrations';
export { endWithSupervisor } from './supervisor';
