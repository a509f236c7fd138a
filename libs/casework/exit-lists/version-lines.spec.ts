import { unopenedList } from '@xianjie/domain';
import type { ListVersion } from '@xianjie/domain';
import { versionsUnder } from './version-lines';

const list = {
  ...unopenedList,
  versions: (['ORIGINAL', 'SUPPLEMENT', 'REPLACEMENT', 'SUPPLEMENT', 'SUPPLEMENT'] as const).map(
    (kind, index) => ({ version: index + 1, kind }) as ListVersion,
  ),
};

describe('what a version is made over (S-22)', () => {
  it.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [3]],
    [5, [3, 4, 5]],
  ])('version %s: the whole one that stands under it, and the supplements up to it', (version, under) =>
    expect(versionsUnder(list, version).map((known) => known.version)).toEqual(under),
  );

  it('nothing, where nothing was frozen', () => expect(versionsUnder(unopenedList, 1)).toEqual([]));
});
