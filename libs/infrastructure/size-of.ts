import { statSync } from 'node:fs';

/** Bytes of a file; 0 where there is none. A disk that was full, or a power cut, leaves a name without its bytes. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
