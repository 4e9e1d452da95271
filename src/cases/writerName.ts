import { LAYOUT } from './layout.ts';

/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;
const WRITER = /^[a-z0-9][a-z0-9._-]*@[a-z0-9][a-z0-9._-]*$/;

/**
 * `person@machine` in the letters that are legal and case-blind in file names on every system; the first label of
 * a host name is the machine.
 */
export function writerBase(person: string, machine: string): string {
  return `${plain(person, 'someone')}@${plain(machine.split('.')[0] ?? '', 'machine')}`;
}

function plain(text: string, fallback: string): string {
  const name = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40)
    .replace(/[._-]+$/, '');
  if (name === '') return fallback;
  return RESERVED.test(name) ? `${name}_` : name;
}

function isWriterName(text: string): boolean {
  return text.length <= 100 && WRITER.test(text);
}

export const journalPath = (writer: string): string => `${LAYOUT.journal}/${writer}.jsonl`;
export const headPath = (writer: string): string => `${LAYOUT.journal}/${writer}.head`;
export const tornPath = (writer: string, n: number): string => `${LAYOUT.journal}/${writer}.torn-${n}`;

export type JournalFile =
  | { readonly kind: 'journal' | 'head'; readonly writer: string }
  | { readonly kind: 'torn'; readonly writer: string; readonly n: number };

/** What a name in `journal/` stands for; undefined for names that no writer makes. */
export function parseJournalFile(name: string): JournalFile | undefined {
  const match = /^(.+)\.(?:(jsonl)|(head)|torn-([1-9]\d{0,5}))$/.exec(name);
  const writer = match?.[1];
  if (!match || writer === undefined || !isWriterName(writer)) return undefined;
  if (match[4] !== undefined) return { kind: 'torn', writer, n: Number(match[4]) };
  return { kind: match[2] ? 'journal' : 'head', writer };
}
