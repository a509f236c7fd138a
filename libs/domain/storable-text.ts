// A control character that is no line end or tab, or half a surrogate pair. Postgres refuses NUL in JSON: one such text in an event would
// stop every view behind it.
// eslint-disable-next-line no-control-regex
const UNSTORABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a text can be stored, published and shown everywhere. */
export const isStorableText = (text: string): boolean => !UNSTORABLE.test(text);
