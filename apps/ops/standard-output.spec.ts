import { EventEmitter } from 'node:events';
import { outliveOutput } from './standard-output';

const CODE = process.exitCode;
afterEach(() => {
  process.exitCode = CODE;
});

describe('a command whose output', () => {
  it('is closed by `head` goes on in silence, to its own exit code', () => {
    const output = new EventEmitter();
    const told: string[] = [];
    outliveOutput(output as unknown as NodeJS.WriteStream, (text) => told.push(text));
    output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(told).toEqual([]);
  });

  it('cannot be written for another reason says so once', () => {
    const output = new EventEmitter();
    const told: string[] = [];
    const before = process.listeners('exit').length;
    outliveOutput(output as unknown as NodeJS.WriteStream, (text) => told.push(text));
    for (const nth of ['first', 'second']) output.emit('error', Object.assign(new Error(`ENOSPC: ${nth}`), { code: 'ENOSPC' }));
    expect(told).toEqual(['xianjie: standard output: ENOSPC: first\n']);
    const [ending] = process.listeners('exit').slice(before);
    process.exitCode = undefined;
    ending?.(0);
    expect(process.exitCode).toBe(3);
    process.removeListener('exit', ending as never);
  });
});
