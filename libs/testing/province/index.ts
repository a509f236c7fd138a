export { generateProvince } from './province';
export type { Province, SheetRow, SourceFile } from './province';
export type { ProvinceOptions } from './founding';
export type { SourceFilePlan } from './files';
export { writeProvince } from './write-province';
export type { Manifest, ManifestFile, WriteProgress } from './write-province';
export type * from './truth';
