import { Command } from 'commander';

/** A command as it is typed after `xianjie`: what it wrote, and how the process would have ended. */
export const runCommand = async (
  register: (program: Command) => void,
  ...words: readonly string[]
): Promise<Readonly<{ said: string; exitCode: number }>> => {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const program = new Command('xianjie')
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ writeErr: () => undefined });
  register(program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return { said: written.join(''), exitCode: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = undefined;
    write.mockRestore();
  }
};

/** The last line that a command wrote with --json. */
export const lastLine = <Value>(said: string): Value => JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as Value;
