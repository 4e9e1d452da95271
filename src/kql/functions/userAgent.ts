import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { Recent } from '../../base/recent.ts';
import { isRecord } from '../../base/guards.ts';
import { type Dynamic, dynamicToString, parseDynamic } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

/** One pattern of the list and what each part is made of where it matches; `$n` stands for a group. */
interface Rule {
  readonly pattern: RegExp;
  readonly parts: readonly (string | undefined)[];
}

interface Kind {
  /** Under which the list has its patterns. */
  readonly section: string;
  readonly answer: string;
  /** Name of the part in the answer, its replacement in the list, and the group that it is without one. */
  readonly parts: readonly (readonly [name: string, replacement: string, group: number])[];
}

/** By what a query asks for. */
const KINDS: Readonly<Record<string, Kind>> = {
  browser: {
    section: 'user_agent_parsers',
    answer: 'Browser',
    parts: [
      ['Family', 'family_replacement', 1],
      ['MajorVersion', 'v1_replacement', 2],
      ['MinorVersion', 'v2_replacement', 3],
      ['Patch', 'v3_replacement', 4],
    ],
  },
  os: {
    section: 'os_parsers',
    answer: 'OperatingSystem',
    parts: [
      ['Family', 'os_replacement', 1],
      ['MajorVersion', 'os_v1_replacement', 2],
      ['MinorVersion', 'os_v2_replacement', 3],
      ['Patch', 'os_v3_replacement', 4],
      ['PatchMinor', 'os_v4_replacement', 5],
    ],
  },
  device: {
    section: 'device_parsers',
    answer: 'Device',
    parts: [
      ['Family', 'device_replacement', 1],
      ['Brand', 'brand_replacement', 0],
      ['Model', 'model_replacement', 1],
    ],
  },
};

/** Characters of a user agent that are looked at: some patterns take long over a text made to make them. */
const MOST = 1024;

let rules: ReadonlyMap<string, readonly Rule[]> | undefined;
const seen = new Recent<Dynamic>(10_000);

/** Reads the public list of browsers, systems and devices (ua-parser's). */
async function load(): Promise<void> {
  if (rules) return;
  const require = createRequire(import.meta.url);
  const file = require.resolve('uap-core/regexes.yaml');
  const list: unknown = parse(await readFile(file, 'utf8'));
  if (!isRecord(list)) throw new Error('The list of user agents cannot be read.');
  rules = new Map(Object.values(KINDS).map((kind) => [kind.section, rulesOf(list[kind.section], kind)]));
}

function rulesOf(section: unknown, { parts }: Kind): Rule[] {
  return (Array.isArray(section) ? section : []).filter(isRecord).map((one) => ({
    pattern: new RegExp(textOf(one['regex']) ?? '(?!)', one['regex_flag'] === 'i' ? 'i' : ''),
    parts: parts.map(([, replacement]) => textOf(one[replacement])),
  }));
}

/** YAML reads a version that is written without quotes as a number. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** The parts of the first pattern that matches; `Other` and empty texts where none does. */
function partsOf(text: string, kind: Kind): Dynamic {
  for (const { pattern, parts } of rules?.get(kind.section) ?? []) {
    const match = pattern.exec(text);
    if (!match) continue;
    return new Map(
      kind.parts.map(([name, , group], i) => {
        const replaced = parts[i]?.replace(/\$(\d)/g, (_, n: string) => match[Number(n)] ?? '');
        return [name, (replaced ?? (group === 0 ? '' : (match[group] ?? ''))).trim()];
      }),
    );
  }
  return new Map(kind.parts.map(([name], i) => [name, i === 0 ? 'Other' : '']));
}

function kindNames(asked: Dynamic): string[] {
  return (Array.isArray(asked) ? asked : [asked]).map((name) => dynamicToString(name).toLowerCase());
}

function parseUserAgent(text: string, asked: Dynamic): Dynamic {
  const names = kindNames(asked);
  const key = `${names.join()} ${text}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  const found: Dynamic = new Map(
    Object.entries(KINDS)
      .filter(([name]) => names.includes(name))
      .map(([, kind]) => [kind.answer, partsOf(text.slice(0, MOST), kind)]),
  );
  seen.set(key, found);
  return found;
}

export const USER_AGENT: readonly ScalarEntry[] = [
  {
    ...dyn('parse_user_agent', ['string', 'json'], 'dynamic', parseUserAgent, { ready: load }),
    check: ({ args: [, json] }) => {
      // What reaches a parameter of any type are the calls that make JSON of it.
      let asked = json;
      while (asked?.kind === 'call' && asked.args.length === 1) asked = asked.args[0];
      if (asked?.kind !== 'literal') return undefined;
      const wanted = asked.type === 'dynamic' ? (parseDynamic(String(asked.value)) ?? null) : asked.value;
      const known = kindNames(wanted).every((name) => Object.hasOwn(KINDS, name));
      return known ? undefined : 'parse_user_agent() looks for "browser", "os" and "device" only.';
    },
    approximate: "By the public list of ua-parser; the service's may be older.",
  },
];
