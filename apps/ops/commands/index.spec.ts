import { Command } from 'commander';
import { entries, entriesFor } from '.';

describe('the table of commands', () => {
  it.each(entries.map((entry) => [entry.names.join(', '), entry] as const))(
    '%s: the file registers these and no others',
    async (_, entry) => {
      const program = new Command();
      (await entry.load())(program);
      expect(program.commands.map((command) => command.name())).toEqual(entry.names);
    },
  );

  it('gives the file of the command that is asked for, and all for anything else', () => {
    expect(entriesFor(['audit', '--person', 'p-1']).map(({ names }) => names)).toEqual([['erase', 'audit']]);
    for (const words of [[], ['--help'], ['--purpose', 'an audit', 'import'], ['imprt'], ['help', 'import']])
      expect(entriesFor(words)).toBe(entries);
  });
});
