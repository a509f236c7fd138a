import { propertiesText } from './java';

describe('a .properties file for Java', () => {
  it('says in ASCII what stands outside Latin-1, and keeps a backslash one', () =>
    expect(propertiesText({ 'log.dirs': '/数据 1/kafka', 'node.id': 1, path: 'a\\b' })).toBe(
      'log.dirs=/\\u6570\\u636e 1/kafka\nnode.id=1\npath=a\\\\b',
    ));
});
