import { canonicalLine } from '@xianjie/documents';
import type { ListTitle, OpenedLine } from '@xianjie/documents';
import type { Line, Sealed } from '@xianjie/domain';
import { BoxUnreadable } from '@xianjie/persons';
import type { PersonVault } from '@xianjie/persons';

/** What stands where a value was altered in the log and no longer opens. */
const UNREADABLE = '〔无法解密〕';
/** `mark`: an altered value makes its line differ instead of stopping the comparison. */
export type AlteredValues = 'throw' | 'mark';

/** Opens names and numbers; a person whose key is destroyed is marked erased. @throws BoxUnreadable. */
export const openLines = async (
  lines: readonly Line[],
  vault: PersonVault,
  altered: AlteredValues = 'throw',
): Promise<readonly OpenedLine[]> => {
  const open = altered === 'mark' ? openMarking : (values: readonly Sealed[]) => vault.open(values);
  const names = await open(
    lines.map(({ name }) => name),
    vault,
  );
  const numbers = await open(
    lines.flatMap(({ idNo }) => (idNo === null ? [] : [idNo])),
    vault,
  );
  let next = 0;
  return lines.map((line, index) => {
    const name = names[index] ?? null;
    const idNo = line.idNo === null ? null : (numbers[next++] ?? null);
    return { line, name, idNo, isErased: name === null };
  });
};

/** All at once as a rule; one by one only when one of them does not open, and is marked. */
export const openMarking = async (values: readonly Sealed[], vault: PersonVault): Promise<readonly (string | null)[]> => {
  try {
    return await vault.open(values);
  } catch (fault) {
    if (!(fault instanceof BoxUnreadable)) throw fault;
    if (values.length === 1) return [UNREADABLE];
    const half = Math.ceil(values.length / 2);
    return [...(await openMarking(values.slice(0, half), vault)), ...(await openMarking(values.slice(half), vault))];
  }
};

export const canonicalLines = (opened: readonly OpenedLine[], title: ListTitle): readonly string[] =>
  opened.map((line) => canonicalLine(line, title));
