import { HubError } from '@xianjie/domain';
import { isDatabaseAway } from '@xianjie/log';
import { z } from 'zod';

/** RFC 9457. `code` is stable and listed in docs/errors.md; `errors` names the fields. */
export type Problem = Readonly<{
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: readonly FieldError[];
}>;
export type FieldError = Readonly<{ field: string; message: string }>;

/** A call that is answered with a problem: a refusal, something not found, or a request that cannot be read. */
export class CallProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(detail);
  }
}

export const notFound = (what: string): CallProblem => new CallProblem(404, 'not-found', `there is no ${what}`);
/** S-15: a key belongs to the first body that came under it. */
export const keyReused = (): CallProblem =>
  new CallProblem(422, 'idempotency-key-reused', 'this Idempotency-Key was used before with another body');
/** The hub's own no: the request was understood, and a rule stands against it. */
export const refusedBecause = (reason: string, detail: string): CallProblem => new CallProblem(409, reason, detail);

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'No valid token',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Refused',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Unprocessable',
  500: 'Fault',
  503: 'Try again',
};

const problem = (status: number, code: string, detail: string, errors?: readonly FieldError[]): Problem => ({
  type: `urn:xianjie:problem:${code}`,
  title: titles[status] ?? 'Problem',
  status,
  code,
  detail,
  ...(errors ? { errors } : {}),
});

/** Of what express itself refuses; what is not here is `invalid-request`. */
const CODES: Readonly<Record<number, string>> = {
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
};

// Postgres: a NUL, or half a surrogate pair.
const UNSTORABLE_TEXT = /^(22021|22P05)$/;

/** Each field by its path; zod names those that a shape does not have in the issue of what holds them. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), message: 'there is no such field' }))
      : [{ field: issue.path.join('.'), message: issue.message }],
  );

/** What a caller sees of any fault; an unknown one says nothing of its inside. */
export const problemOf = (fault: unknown): Problem => {
  if (fault instanceof CallProblem) return problem(fault.status, fault.code, fault.message, fault.errors);
  if (fault instanceof z.ZodError)
    return problem(400, 'invalid-request', 'the request does not have the expected shape', fieldErrors(fault));
  if (fault instanceof HubError) return problem(fault.retryable ? 503 : 500, fault.code, fault.message);
  if (UNSTORABLE_TEXT.test(String((fault as { code?: unknown } | null)?.code)))
    return problem(400, 'invalid-request', 'a text holds a character that cannot be stored, such as U+0000');
  if (isDatabaseAway(fault))
    return problem(503, 'database-unavailable', 'the database does not answer; the same call may be sent again');
  const status = (fault as { status?: unknown; statusCode?: unknown }).status ?? (fault as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return problem(status, CODES[status] ?? 'invalid-request', (fault as Error).message);
  return problem(500, 'fault', 'something failed that the hub did not expect; its log says what');
};
