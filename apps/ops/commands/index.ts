import type { Command } from 'commander';

// The command line's table of contents (interfaces.md), in the order of its help; one file an entry. A file is loaded when one of its
// commands is asked for: all of them together take a second of a processor, of which `import` needs a fifth.

type Register = (program: Command) => void;
export type Entry = Readonly<{ names: readonly string[]; load: () => Promise<Register> }>;

export const entries: readonly Entry[] = [
  { names: ['up'], load: async () => (await import('./up')).upCommand },
  { names: ['demo'], load: async () => (await import('./demo')).demoCommand },
  { names: ['migrate', 'generate'], load: async () => (await import('./setup-commands')).setupCommands },
  { names: ['import'], load: async () => (await import('./import')).importCommand },
  { names: ['exit-list'], load: async () => (await import('./exit-list')).exitListCommand },
  { names: ['verify', 'open-epoch'], load: async () => (await import('./verify')).verifyCommands },
  { names: ['dump-topics'], load: async () => (await import('./dump-topics')).dumpTopicsCommand },
  { names: ['backup', 'restore'], load: async () => (await import('./backup')).backupCommands },
  { names: ['rebuild', 'explain'], load: async () => (await import('./audit')).auditCommands },
  { names: ['replay'], load: async () => (await import('./replay')).replayCommand },
  { names: ['parked'], load: async () => (await import('./parked')).parkedCommand },
  { names: ['erase', 'audit'], load: async () => (await import('./persons')).personCommands },
  { names: ['score'], load: async () => (await import('./score')).scoreCommand },
  { names: ['bench'], load: async () => (await import('./bench')).benchCommand },
];

/** Of what was typed after `xianjie`: the entry that it names, or all, whose help or whose refusal it then gets. */
export const entriesFor = (words: readonly string[]): readonly Entry[] => {
  const named = entries.find(({ names }) => names.includes(words[0] ?? ''));
  return named ? [named] : entries;
};
