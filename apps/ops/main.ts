import { Command, CommanderError } from 'commander';
import { auditCommands } from './commands/audit';
import { backupCommands } from './commands/backup';
import { benchCommand } from './commands/bench';
import { demoCommand } from './commands/demo';
import { dumpTopicsCommand } from './commands/dump-topics';
import { exitListCommand } from './commands/exit-list';
import { importCommand } from './commands/import';
import { replayCommand } from './commands/replay';
import { parkedCommand } from './commands/parked';
import { personCommands } from './commands/persons';
import { scoreCommand } from './commands/score';
import { setupCommands } from './commands/setup-commands';
import { upCommand } from './commands/up';
import { verifyCommands } from './commands/verify';
import { askFor } from './hub';
import { EXIT } from './exit-codes';
import { saidOf } from './said-fault';

// The command line's table of contents (interfaces.md); one file a command.

const program = new Command('xianjie')
  .description('the hub between rural dibao (农村低保) and the poverty registry (建档立卡)')
  .option('--purpose <text>', 'why you ask: recorded with what the hub shows of persons')
  .hook('preAction', (command) => askFor(command.opts<{ purpose?: string }>().purpose))
  .exitOverride()
  // `replay diff NAME --json` gives --json to `diff`, not to `replay`, which has one as well.
  .enablePositionalOptions()
  .showHelpAfterError();

for (const register of [
  upCommand,
  demoCommand,
  setupCommands,
  importCommand,
  exitListCommand,
  verifyCommands,
  dumpTopicsCommand,
  backupCommands,
  auditCommands,
  replayCommand,
  parkedCommand,
  personCommands,
  scoreCommand,
  benchCommand,
])
  register(program);

const failed = (fault: unknown): number => {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { text, exitCode } = saidOf(fault);
  process.stderr.write(`xianjie: ${text}\n`);
  return exitCode;
};

// exitOverride throws instead of ending, so that usage mistakes end with 2 and faults with 3.
program.parseAsync(process.argv).catch((fault: unknown) => {
  process.exitCode = failed(fault);
});
