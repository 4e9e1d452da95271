import { constantText } from '../plan/expr.ts';
import type { Dynamic } from '../values/dynamic.ts';
import { dynamicToString } from '../values/dynamic.ts';
import { dyn } from './dyn.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { parseUrl, queryParameters } from './url.ts';
import { parseXml } from './xml.ts';

function split(text: string, delimiter: string, index: bigint | null): Dynamic {
  const parts = text === '' ? [''] : delimiter === '' ? [text] : text.split(delimiter);
  if (index === null) return parts;
  const part = parts[Number(index)];
  return part === undefined ? [] : [part];
}

/** One record: quotes double inside of quotes; the text ends at its first line break. */
function csvRecord(text: string): Dynamic {
  const cells: Dynamic[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',') {
      cells.push(cell);
      cell = '';
    } else if (c === '\n' || c === '\r') break;
    else cell += c;
  }
  cells.push(cell);
  return cells;
}

/** As the C runtime of Windows splits a command line. */
function commandLine(text: string, kind: string): Dynamic {
  if (kind.toLowerCase() !== 'windows') return null;
  const args: Dynamic[] = [];
  let arg = '';
  let started = false;
  let quoted = false;
  for (let i = 0; i < text.length; ) {
    const c = text[i] ?? '';
    if (c === '\\') {
      let slashes = 0;
      while (text[i] === '\\') {
        slashes++;
        i++;
      }
      started = true;
      if (text[i] !== '"') arg += '\\'.repeat(slashes);
      else {
        arg += '\\'.repeat(slashes >> 1);
        if (slashes % 2 === 1) {
          arg += '"';
          i++;
        }
      }
      continue;
    }
    if (c === '"') {
      if (quoted && text[i + 1] === '"') {
        arg += '"';
        i += 2;
        continue;
      }
      quoted = !quoted;
      started = true;
    } else if ((c === ' ' || c === '\t') && !quoted) {
      if (started) args.push(arg);
      arg = '';
      started = false;
    } else {
      arg += c;
      started = true;
    }
    i++;
  }
  if (started) args.push(arg);
  return args;
}

function bag(entries: Readonly<Record<string, Dynamic>>): Dynamic {
  return new Map(Object.entries(entries));
}

function parsePath(text: string): Dynamic {
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(text)?.[1] ?? '';
  let rest = scheme === '' ? text : text.slice(scheme.length + 3);
  const root = /^[a-z]:[\\/]/i.exec(rest)?.[0] ?? '';
  const streamAt = rest.indexOf(':', root.length);
  const stream = streamAt < 0 ? '' : rest.slice(streamAt + 1);
  if (streamAt >= 0) rest = rest.slice(0, streamAt);
  const last = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\'));
  const directory = last < 0 ? '' : rest.slice(0, last);
  const filename = rest.slice(last + 1);
  const dot = filename.lastIndexOf('.');
  return bag({
    Scheme: scheme,
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.split(/[\\/]/).at(-1) ?? '',
    Filename: filename,
    Extension: dot < 0 ? '' : filename.slice(dot + 1),
    AlternateDataStreamName: stream,
  });
}

/** Up to four numeric parts, each below 10^8, as one comparable number. */
function parseVersion(text: string): string | null {
  const parts = text.trim().replace(/^v/i, '').split('.');
  if (parts.length > 4 || !parts.every((part) => /^\d{1,8}$/.test(part))) return null;
  return parts.reduce((value, part, i) => value + BigInt(part) * 10n ** BigInt(8 * (3 - i)), 0n).toString();
}

/**
 * The lookups in turn: an earlier one takes its matches before a later one, which matches only what is left. A replacement that is no
 * text replaces nothing, and what it would replace is taken nevertheless.
 */
function replaceStrings(text: string, lookups: Dynamic, replacements: Dynamic): string {
  if (!Array.isArray(lookups)) return text;
  return lookups
    .reduce<readonly Piece[]>(
      (pieces, lookup, i) => {
        if (typeof lookup !== 'string' || lookup === '') return pieces;
        const by = Array.isArray(replacements) ? replacements[i] : replacements;
        const taken = { text: typeof by === 'string' ? by : lookup, taken: true };
        return pieces.flatMap((piece) =>
          piece.taken
            ? [piece]
            : piece.text
                .split(lookup)
                .flatMap((left, k) => [...(k > 0 ? [taken] : []), { text: left, taken: false }]),
        );
      },
      [{ text, taken: false }],
    )
    .map((piece) => piece.text)
    .join('');
}

interface Piece {
  readonly text: string;
  readonly taken: boolean;
}

function hasAnyIndex(text: string, lookups: Dynamic): bigint {
  const list = Array.isArray(lookups) ? lookups : [lookups];
  const lower = text.toLowerCase();
  return BigInt(list.findIndex((lookup) => lower.includes(dynamicToString(lookup).toLowerCase())));
}

/** Each character of the search list by the one at its place in the replacement list, the last one standing for more. */
function translate(search: string, replacement: string, text: string): string {
  const [from, to] = [Array.from(search), Array.from(replacement)];
  const map = new Map(from.map((c, i) => [c, to[i] ?? to.at(-1) ?? '']));
  return Array.from(text)
    .map((c) => map.get(c) ?? c)
    .join('');
}

export const PARSING: readonly ScalarEntry[] = [
  dyn('split', ['string', 'string', 'long?'], 'dynamic', split),
  dyn('parse_csv', ['string'], 'dynamic', csvRecord),
  dyn('parse_command_line', ['string', 'string'], 'dynamic', commandLine),
  dyn('parse_path', ['string'], 'dynamic', parsePath),
  dyn('parse_url', ['string'], 'dynamic', parseUrl),
  dyn('parse_urlquery', ['string'], 'dynamic', (text: string) =>
    bag({ 'Query Parameters': queryParameters(text) }),
  ),
  dyn('parse_xml', ['string'], 'dynamic', parseXml),
  {
    ...udf('parse_version', ['string'], 'decimal', parseVersion),
    // 32 digits, which the type of other decimals has no room for.
    lower: ([version = "''"]) => `(kql_parse_version(${version}))::DECIMAL(38,0)`,
  },
  dyn('replace_strings', ['string', 'dynamic', 'dynamic'], 'string', replaceStrings),
  dyn('has_any_index', ['string', 'dynamic'], 'long', hasAnyIndex),
  {
    ...udf('translate', ['string', 'string', 'string'], 'string', translate),
    check: ({ args }) => {
      const list = constantText(args[0]) ?? '';
      return new Set(list).size < Array.from(list).length
        ? 'What translate() makes of a character that is listed twice is not documented.'
        : undefined;
    },
  },
  udf('regex_quote', ['string'], 'string', (text: string) =>
    text.replace(/[\\^$.|?*+()[\]{}\-#\s&~]/g, '\\$&'),
  ),
];
