import type { OpenedLine, Paper } from '@xianjie/documents';
import type { ListSigned, ListVersion } from '@xianjie/domain';
import type { LoadedList } from './list-stream';

/** What is printed of one version for people. */
export const paperOf = (
  { listId, county, year, events }: LoadedList,
  version: ListVersion,
  lines: readonly OpenedLine[],
  countyName: string | null,
): Paper => {
  const signed = events.find((event): event is ListSigned => event.type === 'ListSigned' && event.version === version.version);
  return {
    ...{ listId, county, countyName, year, lines },
    version: version.version,
    kind: version.kind,
    frozenOn: version.frozenOn,
    position: version.position,
    root: version.root,
    signature: signed && { keyId: signed.signature.keyId, algorithm: signed.signature.algorithm, on: signed.on },
  };
};
