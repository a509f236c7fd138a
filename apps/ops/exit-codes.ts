/** 0 done · 1 the answer is no (tampered, differences found, refused rows) · 2 wrong usage · 3 a fault (interfaces.md). */
export const EXIT = { done: 0, no: 1, usage: 2, fault: 3 } as const;

/** A command that could not do its work; `refused` when the hub said no for a reason of its own, `wrongUsage` when it was asked wrongly. */
export class CommandFault extends Error {
  readonly exitCode: number;
  readonly code: string | undefined;

  constructor(
    message: string,
    {
      refused = false,
      wrongUsage = false,
      code,
      cause,
    }: { refused?: boolean; wrongUsage?: boolean; code?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.exitCode = refused ? EXIT.no : wrongUsage ? EXIT.usage : EXIT.fault;
    this.code = code;
  }
}

/** A usage mistake: names the option and what was expected. */
export class UsageError extends Error {
  readonly exitCode = EXIT.usage;
}
