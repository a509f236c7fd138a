import type { RecordAccess } from '@xianjie/access';
import type { ExitLists } from '@xianjie/casework';
import { sm3 } from '@xianjie/documents';
import type { Request } from 'express';
import { ListDocumentsController } from './documents.controller';

const path = { county: '530124', year: '2016' };
const request = { headers: {}, originalUrl: '/api/v1/exit-lists/530124/2016/document' } as unknown as Request;
const bytes = Buffer.from('名单编号\n');

describe('documents of a list, asked of the offices’ API', () => {
  const asked: object[] = [];
  const exported: object[] = [];
  let isThere = true;
  const [program, frozenWith] = ['a', 'b'].map((digit) => ({ release: '1.0.0', code: digit.repeat(64) }));
  const recorded = { difference: null, erased: [{ line: 2 }], opened: [{}, {}], bytes, version: { frozenWith } };
  const folded = { ...recorded, difference: { line: 3 } };
  const controller = new ListDocumentsController(
    {
      show: async (one: object) => {
        asked.push(one);
        const shown = { outcome: 'done', bytes, version: 2, rows: 5, mediaType: 'text/csv', fileName: 'XJ-530124-2016-v2.csv' };
        return isThere ? shown : { outcome: 'refused', because: 'no-such-version' };
      },
      summary: async () => ({ listId: 'XJ-530124-2016', list: { versions: [{ version: 1 }] } }),
      recorded: async () => (isThere ? recorded : null),
      regenerate: async () => folded,
      program,
    } as unknown as ExitLists,
    { exported: async (_: object, said: object) => void exported.push(said) } as unknown as RecordAccess,
  );
  beforeEach(() => {
    isThere = true;
    [asked, exported].forEach((one) => one.splice(0));
  });

  it('are masked unless whole numbers are asked for, and JSON unless another format is', async () => {
    await controller.document(path, {}, request);
    await controller.document(path, { wholeIds: 'false', format: 'pdf', version: '2', effectiveOn: '2017-03-20' }, request);
    await controller.document(path, { wholeIds: 'true', format: 'csv' }, request);
    const of = { county: '530124', year: 2016 };
    expect(asked).toEqual([
      { ...of, format: 'json', wholeIds: false },
      { ...of, format: 'pdf', wholeIds: false, version: 2, effectiveOn: '2017-03-20' },
      { ...of, format: 'csv', wholeIds: true },
    ]);
    for (const wrong of ['wholeIds=1', 'wholeIds=', 'format=doc', 'version=0', 'whole=true'])
      await expect(controller.document(path, Object.fromEntries(new URLSearchParams(wrong)), request)).rejects.toThrow();
    expect(asked).toHaveLength(3);
  });

  it('leave with their name, and are recorded as they left before they do', async () => {
    const file = await controller.document(path, { format: 'csv', wholeIds: 'true' }, request);
    expect(file.getHeaders()).toMatchObject({ type: 'text/csv', disposition: 'inline; filename="XJ-530124-2016-v2.csv"' });
    expect(exported).toEqual([
      {
        ...{ what: 'exit-list-document', asked: '/exit-lists/530124/2016/document', document: 'XJ-530124-2016 v2' },
        ...{ format: 'csv', wholeIds: true, rows: 5, hash: sm3(bytes) },
      },
    ]);
  });

  it('of a version that is not there are not found, and nothing is recorded', async () => {
    isThere = false;
    await expect(controller.document(path, {}, request)).rejects.toMatchObject({ status: 404 });
    await expect(controller.regenerate(path, { version: 2 }, request)).rejects.toMatchObject({ status: 404 });
    await expect(controller.regenerate(path, { version: 1, recorded: true }, request)).rejects.toMatchObject({ status: 404 });
    expect(exported).toEqual([]);
  });

  it('are folded again from the log, or read from what was recorded where that is asked', async () => {
    expect(await controller.regenerate(path, { version: 1 }, request)).toEqual({
      ...{ identical: false, firstDifference: { line: 3 }, erasedLines: [{ line: 2 }], csv: '名单编号\n' },
      ...{ frozenWith, program },
    });
    expect(await controller.regenerate(path, { version: 1, recorded: true }, request)).toMatchObject({ identical: true });
    expect(exported).toEqual(
      [1, 2].map(() => expect.objectContaining({ what: 'exit-list-regenerated', wholeIds: true, rows: 2, hash: sm3(bytes) })),
    );
  });
});
