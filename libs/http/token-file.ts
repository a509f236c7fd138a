import { readFileSync } from 'node:fs';
import { HubError } from '@xianjie/domain';

/** A token file with a line that is none of the expected, or without any token. The message never holds a token. */
export class TokensUnreadable extends HubError {
  readonly code = 'tokens-unreadable';
  readonly retryable = false;
}

/** `reader`: may only ask, with GET. */
export type TokenRole = 'operator' | 'reader';
export type NamedToken = Readonly<{ name: string; token: string; role: TokenRole }>;

/** The name of a token that has none: a file with one word is the whole hub's token. */
export const UNNAMED = 'operator';

const NAME = /^[\w.@-]{1,64}$/;

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TokensUnreadable(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
};

/**
 * The tokens of a file: one a line as `name token [role]`, roles `operator` (when left out) and `reader`; lines with # are comments.
 * A line of one word is a token without a name. One name may have two tokens while the older is being replaced.
 * @throws TokensUnreadable naming the line.
 */
export const readTokens = (file: string): readonly [NamedToken, ...NamedToken[]] => {
  const tokens: NamedToken[] = [];
  for (const [index, line] of textOf(file).split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    if (words[0] === '' || words[0]?.startsWith('#')) continue;
    const [name = '', token = '', role = 'operator', ...more] = words.length === 1 ? [UNNAMED, words[0]] : words;
    if (!NAME.test(name) || more.length > 0 || (role !== 'operator' && role !== 'reader'))
      throw new TokensUnreadable(`${file}, line ${index + 1}: expected a name, a token and perhaps operator or reader`);
    if (tokens.some((known) => known.token === token))
      throw new TokensUnreadable(`${file}, line ${index + 1}: the token stands there twice; each name needs its own`);
    tokens.push({ name, token, role });
  }
  const [first, ...others] = tokens;
  if (first === undefined) throw new TokensUnreadable(`${file} holds no token`);
  return [first, ...others];
};
