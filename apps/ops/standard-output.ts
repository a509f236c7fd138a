import { EXIT } from './exit-codes';

type Stream = Pick<NodeJS.WriteStream, 'on'>;

/**
 * `| head` closes the output while a command is at work, which goes on: what it does, and its exit code, are for whoever started it.
 * What cannot be written for another reason, such as a full disk, is a fault, told once.
 */
export const outliveOutput = (
  output: Stream = process.stdout,
  tell: (text: string) => unknown = (text) => process.stderr.write(text),
): void => {
  let isTold = false;
  output.on('error', (fault: Error & { code?: string }) => {
    if (fault.code === 'EPIPE' || isTold) return;
    isTold = true;
    tell(`xianjie: standard output: ${fault.message}\n`);
    process.once('exit', () => {
      process.exitCode ||= EXIT.fault;
    });
  });
};
