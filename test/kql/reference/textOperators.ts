import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { textOf } from './convert.ts';
import type { Env } from './scope.ts';
import { part } from './syntax.ts';
import { unknown } from './unknown.ts';

type Test = (text: string, sought: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  Contains: (text, sought) => text.includes(sought),
  StartsWith: (text, sought) => text.startsWith(sought),
  EndsWith: (text, sought) => text.endsWith(sought),
  Has: (text, sought) => hasTerm(text, sought, true, true),
  HasPrefix: (text, sought) => hasTerm(text, sought, true, false),
  HasSuffix: (text, sought) => hasTerm(text, sought, false, true),
};

/** contains, has, startswith … with their negations and case-sensitive forms; undefined for another node. */
export function textOperator(node: SyntaxNode, env: Env): boolean | undefined {
  const operand = (name: string): string => textOf(env.world.scalar(part(node, name), env));
  switch (node.kind) {
    case 'EqualTildeExpression':
      return folded(operand('Left')) === folded(operand('Right'));
    case 'BangTildeExpression':
      return folded(operand('Left')) !== folded(operand('Right'));
    case 'MatchesRegexExpression':
      return regularExpression(operand('Right')).test(operand('Left'));
  }
  const match = /^(Not)?(\w+?)(Cs)?Expression$/.exec(node.kind);
  const test = TESTS[match?.[2] ?? ''];
  if (!match || !test) return undefined;
  const [text, sought] = [operand('Left'), operand('Right')];
  const found = match[3] ? test(text, sought) : test(folded(text), folded(sought));
  return found !== (match[1] !== undefined);
}

/** Lower case, where lower and upper case fold the same way; other characters are unknown. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  if (lower.toUpperCase().toLowerCase() !== lower || lower.length !== text.length || /[ſKÅςıİẞ]/u.test(text))
    throw unknown('case folding beyond simple letters');
  return lower;
}

const TERM = /[\p{L}\p{N}]/u;

/** A term is a run of letters and digits; the sought text must stand between borders of terms. */
export function hasTerm(text: string, sought: string, start: boolean, end: boolean): boolean {
  if (sought === '') throw unknown('has of an empty text');
  if (/[^ -~]/.test(sought) || /[^ -~]/.test(text)) throw unknown('terms beyond ASCII');
  if (![...sought].every((character) => TERM.test(character))) throw unknown('has of several terms');
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const before = text[at - 1];
    const after = text[at + sought.length];
    const bordered =
      (!start || before === undefined || !TERM.test(before)) &&
      (!end || after === undefined || !TERM.test(after));
    if (bordered) return true;
  }
  return false;
}

const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';
const CLASSES: Readonly<Record<string, string>> = {
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\w': `[${WORD}]`,
  '\\W': `[^${WORD}]`,
};

/** Kusto's \d, \w and \s are of Unicode. */
function withUnicodeClasses(pattern: string): string {
  return pattern.replace(/\[\^?(?:\\.|[^\]])*\]|\\./g, (part) =>
    part.startsWith('[')
      ? part.replace(/\\./g, (escape) => (escape === '\\w' ? WORD : (CLASSES[escape] ?? escape)))
      : (CLASSES[part] ?? part),
  );
}

/** Patterns whose meaning RE2 and JavaScript share; `.` does not match a line end in either. */
export function regularExpression(pattern: string, flags = ''): RegExp {
  const shared =
    /^(?:[\w ,:;=@#<>!%&~"'/-]|\\[dwsDWS.\\()[\]{}+*?|^$/-]|\[\^?(?:[\w .,:@-]|\\[dws.])+\]|[.*+?|^$()]|\{\d+(?:,\d*)?\})*$/;
  if (!shared.test(pattern) || /\\[dwsDWSbB]/.test(pattern) === null) throw unknown(`the pattern ${pattern}`);
  try {
    return new RegExp(withUnicodeClasses(pattern), `u${flags}`);
  } catch (error) {
    if (error instanceof SyntaxError) throw unknown(`the pattern ${pattern}`);
    throw error;
  }
}
