import { canonicalLine } from '@xianjie/documents';
import type { ListTitle, OpenedLine } from '@xianjie/documents';
import type { Line } from '@xianjie/domain';
import type { PersonVault } from '@xianjie/persons';

/** Opens names and numbers; a person whose key is destroyed is marked erased. */
export const openLines = async (lines: readonly Line[], vault: PersonVault): Promise<readonly OpenedLine[]> => {
  const numbered = lines.flatMap(({ idNo }) => (idNo === null ? [] : [idNo]));
  const names = await vault.open(lines.map(({ name }) => name));
  const numbers = await vault.open(numbered);
  let next = 0;
  return lines.map((line, index) => {
    const name = names[index] ?? null;
    const idNo = line.idNo === null ? null : (numbers[next++] ?? null);
    return { line, name, idNo, isErased: name === null };
  });
};

export const canonicalLines = (opened: readonly OpenedLine[], title: ListTitle): readonly string[] =>
  opened.map((line) => canonicalLine(line, title));
