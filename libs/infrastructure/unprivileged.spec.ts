import { unprivileged } from './unprivileged';

const ALL = 0x1ffffffffffn;
const DOCKER_DEFAULT = 0xa80425fbn;
const capability = (arguments_: readonly string[]) => arguments_.find((argument) => argument.startsWith('--ambient-caps'));

describe('running a program that refuses root', () => {
  const { getuid } = process;
  const as = (uid: number) => (process.getuid = () => uid);
  afterEach(() => (process.getuid = getuid));

  it('root steps down to nobody and keeps the right to pass closed folders, not to write in them', () => {
    as(0);
    expect(unprivileged(ALL)).toEqual(expect.arrayContaining(['--reuid=65534', '--regid=65534', '--clear-groups']));
    expect(capability(unprivileged(ALL))).toBe('--ambient-caps=-all,+dac_read_search');
  });

  it("in a container with Docker's default capabilities it keeps the one that is there", () => {
    as(0);
    expect(capability(unprivileged(DOCKER_DEFAULT))).toBe('--ambient-caps=-all,+dac_override');
  });

  it('where there is neither, it keeps none', () => {
    as(0);
    expect(capability(unprivileged(0n))).toBeUndefined();
  });

  it('any other user stays who it is', () => {
    as(1000);
    expect(unprivileged(0n)).toEqual([]);
  });
});
