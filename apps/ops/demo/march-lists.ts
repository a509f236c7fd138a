import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSm2Key, publicPemOf, signerFromPem } from '@xianjie/documents';
import { CommandFault } from '../exit-codes';
import { callJson } from '../hub';

// What the two offices do with the lists in March: the poverty office freezes, signs, delivers; civil affairs takes one over.

type Counts = Readonly<{ exitedHouseholds: number; exitedLines: number; plannedHouseholds: number; plannedLines: number }>;
type Answer = Readonly<{
  said: string;
  counts: Counts;
  version: number;
  list: Readonly<{ versions: readonly Readonly<{ version: number; root: string; counts: Counts }>[]; items: readonly unknown[] }>;
}>;
type ToBeSigned = Readonly<{ statement: string; seal: Readonly<{ day: string; position: string; link: string }> }>;

const ACTS = ['build', 'freeze', 'sign', 'deliver'] as const;

export const actOnList = (county: string, year: number, act: string, body: object): Promise<Answer> =>
  callJson<Answer>(`/exit-lists/${county}/${year}/${act}`, { method: 'POST', body });

/** Every county's list, from opening to delivery, on one business day. */
export const deliverLists = async (
  counties: readonly string[],
  year: number,
  on: string,
  say: (line: string) => void,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (const county of counties) {
    const last = await throughActs(county, year, on);
    say(last ? `   ${last.said}` : `   ${county}: nothing new since the last freeze`);
    if (last) answers.push(last);
  }
  return answers;
};

/** Null when a list was frozen before and nothing new is known (S-22). */
const throughActs = async (county: string, year: number, on: string): Promise<Answer | null> => {
  let last: Answer | null = null;
  for (const act of ACTS)
    try {
      last = await actOnList(county, year, act, { on, by: `poverty-office-${county}` });
    } catch (fault) {
      if (fault instanceof CommandFault && fault.code === 'nothing-new') return null;
      throw fault;
    }
  return last;
};

const SEALED_WITHIN_MS = 60_000;

/** The publisher seals at intervals; civil affairs waits for the first seal rather than sign without one. */
const toBeSigned = async (county: string, year: number, on: string): Promise<ToBeSigned> => {
  for (const deadline = Date.now() + SEALED_WITHIN_MS; ; await new Promise((next) => setTimeout(next, 500)))
    try {
      return await callJson<ToBeSigned>(`/exit-lists/${county}/${year}/acknowledgement?on=${on}`);
    } catch (fault) {
      const isTooEarly = fault instanceof CommandFault && fault.code === 'unknown-seal' && Date.now() < deadline;
      if (!isTooEarly) throw fault;
    }
};

/**
 * Civil affairs' side, for the demo on this machine: it holds a key of its own, of which the hub gets only the public half, and signs
 * the same root with the seal of the day (S-24).
 */
export const acknowledge = async (dataDir: string, county: string, year: number, on: string): Promise<Answer> => {
  const signer = signerFromPem(newSm2Key(), 'civil affairs’ key of the demo');
  const { statement, seal } = await toBeSigned(county, year, on);
  const signature = await signer.sign(Buffer.from(statement, 'base64'));
  const offices = join(dataDir, 'offices');
  mkdirSync(offices, { recursive: true });
  writeFileSync(join(offices, `${county}.pem`), publicPemOf(Buffer.from(signature.publicKey, 'base64')));
  const { list } = await callJson<{ list: Answer['list'] }>(`/exit-lists/${county}/${year}`);
  const version = list.versions.at(-1);
  if (!version) throw new Error(`the list of ${county} has no version`);
  const lines = version.counts.exitedLines + version.counts.plannedLines;
  await actOnList(county, year, 'acknowledge', {
    on,
    by: `civil-affairs-${county}`,
    version: version.version,
    root: version.root,
    lines,
    seal,
    signature,
  });
  return actOnList(county, year, 'dispatch', { on, by: `civil-affairs-${county}`, version: version.version });
};
