import { Command, CommanderError } from 'commander';
import { entriesFor } from './commands';
import { askFor } from './hub';
import { EXIT } from './exit-codes';
import { saidOf } from './said-fault';
import { outliveOutput } from './standard-output';

const program = new Command('xianjie')
  .description('the hub between rural dibao (农村低保) and the poverty registry (建档立卡)')
  .option('--purpose <text>', 'why you ask: recorded with what the hub shows of persons')
  .hook('preAction', (command) => askFor(command.opts<{ purpose?: string }>().purpose))
  .exitOverride()
  // `replay diff NAME --json` gives --json to `diff`, not to `replay`, which has one as well.
  .enablePositionalOptions()
  .showHelpAfterError();

const failed = (fault: unknown): number => {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { text, exitCode } = saidOf(fault);
  process.stderr.write(`xianjie: ${text}\n`);
  return exitCode;
};

const run = async (): Promise<void> => {
  for (const { load } of entriesFor(process.argv.slice(2))) (await load())(program);
  await program.parseAsync(process.argv);
};

outliveOutput();
// Where even that is closed, nothing is left to say.
process.stderr.on('error', () => undefined);
// exitOverride throws instead of ending, so that usage mistakes end with 2 and faults with 3.
run().catch((fault: unknown) => {
  process.exitCode = failed(fault);
});
