/** What a command prints: words for a person, and with --json one last line for a program. */
export type Output = Readonly<{
  say: (line: string) => void;
  progress: (line: string) => void;
  result: (value: unknown) => void;
}>;

const isTerminal = process.stdout.isTTY === true;
const PLAIN_EVERY_MS = 5_000;

export const outputFor = (json: boolean): Output => {
  let open = false;
  let lastPlain = 0;
  const close = (): void => {
    if (open) process.stdout.write('\n');
    open = false;
  };
  return {
    say: (line) => {
      close();
      process.stdout.write(`${line}\n`);
    },
    // A terminal sees one line rewritten; a file or pipe a line every few seconds.
    progress: (line) => {
      if (isTerminal) {
        process.stdout.write(`\r\x1b[2K${line}`);
        open = true;
        return;
      }
      if (Date.now() - lastPlain < PLAIN_EVERY_MS) return;
      lastPlain = Date.now();
      process.stdout.write(`${line}\n`);
    },
    result: (value) => {
      close();
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
};

const WIDTH = 28;
/** `████░░░░  42 %` */
export const bar = (done: number, of: number): string => {
  const share = of === 0 ? 1 : Math.min(1, done / of);
  const filled = Math.round(share * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${String(Math.round(share * 100)).padStart(3)} %`;
};
