import { EXIT } from '../exit-codes';
import { runCommand } from '../run-command.fixture';
import { replayCommand } from './replay';

describe('`replay`', () => {
  const before = { ...process.env };
  // Whoever went on to the database would meet nobody there.
  beforeAll(() => {
    process.env.XIANJIE_DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing';
  });
  afterAll(() => {
    process.env = before;
  });

  it.each([
    [[], '--into: a name'],
    [['--into=a', '--effective-on=2016-02-30'], '--effective-on: a day'],
    [['--into=a', '--county=4502'], '--county: a county code'],
    [['--to-topic=a', '--effective-on=2016-02-01'], '--effective-on: events go onto a topic as they are'],
    [['--into=a', '--page=0'], '--page: a whole number above 0'],
    [['--into=a', '--page=1e3'], '--page: a whole number above 0'],
    [['resume', 'a', '--page='], '--page: a whole number above 0'],
    [['diff', 'a', '--limit=-1'], '--limit: a whole number from 0 on'],
    [['diff', 'a', '--limit='], '--limit: a whole number from 0 on'],
    [['--to-topic=xianjie.household.events'], 'xianjie.household.events'],
  ])('%j is a wrong use before anything is read', (words, said) =>
    expect(runCommand(replayCommand, 'replay', ...words)).rejects.toMatchObject({
      ...{ exitCode: EXIT.usage, message: expect.stringContaining(said) as string },
    }),
  );

  it('explains none of the differences where it is told so, and goes on to the database', () =>
    expect(runCommand(replayCommand, 'replay', 'diff', 'a', '--limit=0')).rejects.not.toMatchObject({ exitCode: EXIT.usage }));
});
