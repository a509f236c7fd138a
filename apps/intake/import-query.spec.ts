import { CallProblem } from '@xianjie/http';
import { defaultMapping } from '@xianjie/sources';
import type { LocalDate } from '@xianjie/domain';
import { importRequest } from './import-query';

const TODAY = '2017-01-05' as LocalDate;
const asking = (params: object, body?: unknown) => importRequest({ source: 'dibao', ...params }, body, TODAY);
const asked = (encoding?: string) => asking(encoding ? { encoding } : {}, {});

describe('an import is asked for', () => {
  it('by its source alone: a whole snapshot of today, of the counties in it, in the default columns', () =>
    expect(asking({})).toEqual({
      ...{ source: 'dibao', asOf: TODAY, changes: false, dryRun: false, scope: null, encoding: 'auto', mapping: defaultMapping },
    }));

  it('with all that may be said of it', () => {
    const said = { source: 'poverty', asOf: '2016-12-31', changes: 'true', dryRun: '', scope: '530000,450122' };
    expect(asking(said, { mapping: 'columns: {户编号: 户号}' })).toEqual({
      ...{ source: 'poverty', asOf: '2016-12-31', changes: true, dryRun: true, scope: ['530000', '450122'], encoding: 'auto' },
      mapping: { ...defaultMapping, columns: { 户编号: '户号' } },
    });
    expect(asking({ changes: '', dryRun: 'true' })).toMatchObject({ changes: true, dryRun: true });
    expect(asking({ changes: 'false', dryRun: 'false' })).toMatchObject({ changes: false, dryRun: false });
  });

  it.each<[object, string]>([
    [{ source: 'medical' }, 'source'],
    [{ changes: '1' }, 'changes'],
    [{ asOf: '2016-02-30' }, 'a day such as 2016-03-31 expected'],
    [{ scope: '53' }, 'division codes of six digits expected'],
    [{ scope: 'x530000' }, 'division codes'],
    [{ scope: '530000,' }, 'division codes'],
    [{ scope: '530000,45012x' }, 'division codes'],
    [{ county: '530122' }, 'county'],
  ])('and not by %j', (params, message) => expect(() => asking(params)).toThrow(message));

  it('of today at the latest', () => {
    expect(asking({ asOf: TODAY }).asOf).toBe(TODAY);
    expect(() => asking({ asOf: '2017-01-06' })).toThrow(
      expect.objectContaining({ status: 422, code: 'as-of-in-the-future', message: 'asOf 2017-01-06 is after 2017-01-05' }),
    );
  });

  it('under a mapping that can be read', () => {
    const mapping = 'columns: {户号: X}';
    expect(() => asking({}, { mapping })).toThrow(CallProblem);
    expect(() => asking({}, { mapping })).toThrow(expect.objectContaining({ status: 422, code: 'unreadable-mapping' }));
    expect(() => asking({}, { mapping: 1 })).toThrow('mapping');
    expect(() => asking({}, { columns: {} })).toThrow('columns');
  });
});

describe('the encoding that an import is asked for', () => {
  it.each(['auto', 'utf-8', 'UTF8', 'GB18030', 'gbk'])('may be %s', (name) => expect(asked(name).encoding).toBe(name));
  it('is detected where nothing is said', () => expect(asked().encoding).toBe('auto'));
  it.each(['latin1', 'utf-16', 'constructor'])('is a mistake of the call when it is %s, not of the file', (name) =>
    expect(() => asked(name)).toThrow('auto, utf-8 or gb18030 expected'),
  );
});
