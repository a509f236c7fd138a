import { eventually } from '@xianjie/testing';
import { Imports } from './imports';
import type { ImportRunner } from './run-import';

const job = { no: 1, id: 'i', source: 'poverty', asOf: '2016-12-31', dryRun: false };

const undoing = (retract: () => Promise<{ retracted: number }>) => {
  const retractImport = jest.fn(retract);
  const runner = {
    imports: { read: async () => job, move: async () => true, undoing: async () => ['i'] },
    staging: { stepBackUnchanged: async () => undefined },
    hearing: { retractImport },
    onFault: () => undefined,
  } as unknown as ImportRunner;
  return { imports: new Imports(runner, 1), retractImport };
};

describe('an import that is taken back', () => {
  it('is so once for all who ask while it is at work', async () => {
    const { imports, retractImport } = undoing(async () => {
      await new Promise(setImmediate);
      return { retracted: 7 };
    });
    const both = await Promise.all([imports.undo('i'), imports.undo('i')]);
    expect(both).toEqual(Array(2).fill({ outcome: 'accepted', value: { retracted: 7 } }));
    expect(retractImport).toHaveBeenCalledTimes(1);
    await imports.undo('i');
    expect(retractImport).toHaveBeenCalledTimes(2);
  });

  it('may be asked for again after a fault', async () => {
    const { imports, retractImport } = undoing(async () => Promise.reject(new Error('away')));
    await expect(imports.undo('i')).rejects.toThrow('away');
    await expect(imports.undo('i')).rejects.toThrow('away');
    expect(retractImport).toHaveBeenCalledTimes(2);
  });

  it('is gone on with by itself when the database was away, or had turned read-only', async () => {
    const faults = ['57P03', '25006'].map((code) => Object.assign(new Error('away'), { code }));
    const { imports, retractImport } = undoing(async () => {
      const fault = faults.shift();
      if (fault) throw fault;
      return { retracted: 7 };
    });
    await expect(imports.undo('i')).rejects.toThrow('away');
    await eventually(
      'three tries',
      async () => retractImport.mock.calls.length,
      (tries) => tries === 3,
    );
  });
});
