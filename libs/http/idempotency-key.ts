import { CallProblem } from './problem';

/** It is kept for good, in an index that takes 2,704 bytes of a text; an empty one would be the key of everybody who sends none. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** The header as the call sent it, or undefined (S-15). @throws CallProblem for one that is no key. */
export const keyAsSent = (header: string | undefined): string | undefined => {
  if (header !== undefined && !KEY.test(header))
    throw new CallProblem(400, 'invalid-request', 'Idempotency-Key: 1 to 200 visible ASCII characters expected');
  return header;
};
