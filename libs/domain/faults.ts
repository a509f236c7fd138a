/** A fault, never a refusal. `code` is stable and listed in docs/errors.md; `retryable` decides retry or park. */
export abstract class HubError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
