import type { LocalDate } from '@xianjie/domain';
import { importRequest } from './import-query';

const TODAY = '2017-01-05' as LocalDate;
const asked = (encoding?: string) => importRequest({ source: 'dibao', ...(encoding ? { encoding } : {}) }, {}, TODAY);

describe('the encoding that an import is asked for', () => {
  it.each(['auto', 'utf-8', 'UTF8', 'GB18030', 'gbk'])('may be %s', (name) => expect(asked(name).encoding).toBe(name));
  it('is detected where nothing is said', () => expect(asked().encoding).toBe('auto'));
  it.each(['latin1', 'utf-16', 'constructor'])('is a mistake of the call when it is %s, not of the file', (name) =>
    expect(() => asked(name)).toThrow('auto, utf-8 or gb18030 expected'),
  );
});
