import { readBrackets } from './brackets.ts';
import { Cursor } from './cursor.ts';
import { readEscape } from './escapes.ts';
import { anyChar, bracketed, literal, propertyPart, standing } from './sets.ts';
import {
  type Assertion,
  type Look,
  type Modes,
  type Node,
  type ParsedRegex,
  RegexProblem,
} from './syntax.ts';

const LOOK_AROUND = 'Look-around is not part of the regular expressions of KQL.';
const FLAGS: Readonly<Record<string, keyof Modes>> = {
  i: 'fold',
  m: 'lines',
  s: 'dotAll',
  R: 'crlf',
  U: 'swapGreed',
  u: 'unicode',
  x: 'verbose',
};
const START: Modes = {
  fold: false,
  lines: false,
  dotAll: false,
  crlf: false,
  swapGreed: false,
  unicode: true,
  verbose: false,
};
const PLAIN: Readonly<Record<string, string>> = {
  textStart: '\\A',
  textEnd: '\\z',
  lineStart: '^',
  lineEnd: '$',
  boundary: '\\b',
  notBoundary: '\\B',
};
/** The service's own limit. */
const DEEPEST = 250;
/** What RE2 takes. */
const MOST_TIMES = 1000;

/** Reads a pattern in the syntax of Rust's `regex`. @throws RegexProblem */
export function parseRegex(pattern: string): ParsedRegex {
  const reader = new Reader(pattern);
  return { root: reader.all(), groups: reader.groups };
}

class Reader {
  readonly groups: (string | undefined)[] = [];
  private readonly cursor: Cursor;

  constructor(pattern: string) {
    this.cursor = new Cursor(pattern);
  }

  all(): Node {
    const root = this.either(START, 0);
    if (this.cursor.next !== '') this.cursor.fail('A parenthesis is closed that was not opened.');
    return root;
  }

  /** Up to the end or the parenthesis that ends the group. */
  private either(outer: Modes, depth: number): Node {
    const { cursor } = this;
    if (depth > DEEPEST) cursor.fail('Groups are nested too deeply.');
    let modes = outer;
    let parts: Node[] = [];
    const ways: Node[] = [];
    for (;;) {
      cursor.skipSpace(modes.verbose);
      const c = cursor.next;
      if (c === '|') {
        cursor.take();
        ways.push({ kind: 'sequence', parts });
        parts = [];
      } else if (c === '' || c === ')') {
        ways.push({ kind: 'sequence', parts });
        return ways.length === 1
          ? (ways[0] ?? { kind: 'either', parts: ways })
          : { kind: 'either', parts: ways };
      } else if (/^[*+?{]$/.test(c)) parts.push(this.repeated(parts.pop(), modes));
      else {
        const flags = cursor.match(/\(\?([a-zA-Z-]*)\)/y);
        if (flags) {
          if (flags[1] === '') cursor.fail('(?) has no flags.');
          const [changed, printed] = this.withFlags(modes, flags[1] ?? '');
          modes = changed;
          parts.push({ kind: 'flags', printed });
        } else parts.push(this.atom(modes, depth));
      }
    }
  }

  private atom(modes: Modes, depth: number): Node {
    const { cursor } = this;
    const c = cursor.next;
    if (c === '(') return this.group(modes, depth);
    if (c === '[') return readBrackets(cursor, modes);
    if (c === '\\') {
      const escape = readEscape(cursor, modes);
      if (escape.kind === 'point') return literal(escape.point, modes);
      if (escape.kind === 'perl') return standing(escape.letter, modes);
      if (escape.kind === 'look') return look(escape.what, modes);
      return bracketed([propertyPart(escape.name, escape.negated, modes)], false, modes);
    }
    cursor.take();
    if (c === '.') return anyChar(modes);
    if (c === '^') return look(modes.lines ? 'lineStart' : 'textStart', modes, '^');
    if (c === '$') return look(modes.lines ? 'lineEnd' : 'textEnd', modes, '$');
    return literal(c.codePointAt(0) ?? 0, modes);
  }

  private group(modes: Modes, depth: number): Node {
    const { cursor } = this;
    if (/^\(\?<?[=!]/.test(cursor.pattern.slice(cursor.at, cursor.at + 4))) cursor.fail(LOOK_AROUND);
    const named = cursor.match(/\(\?P?<([^>]*)>/y);
    const flags = named ? undefined : cursor.match(/\(\?([a-zA-Z-]*):/y);
    if (!named && !flags) {
      cursor.take();
      if (cursor.next === '?')
        cursor.fail(`There is no group (${cursor.pattern.slice(cursor.at, cursor.at + 2)}.`);
    }
    const [inner, printed] = flags ? this.withFlags(modes, flags[1] ?? '') : [modes, ''];
    const index = flags ? undefined : this.open(named?.[1]);
    const body = this.either(inner, depth + 1);
    if (!cursor.skip(')')) cursor.fail('A parenthesis is not closed.');
    return index === undefined
      ? { kind: 'group', flags: printed.slice(2, -1), body }
      : { kind: 'group', index, flags: '', body };
  }

  private open(name: string | undefined): number {
    if (name !== undefined) {
      if (!/^[_\p{Alphabetic}][\p{Alphabetic}\p{Nd}\p{Nl}\p{No}_.[\]]*$/u.test(name))
        this.cursor.fail(`A group cannot be named "${name}".`);
      if (this.groups.includes(name)) this.cursor.fail(`Two groups are named ${name}.`);
    }
    this.groups.push(name);
    return this.groups.length;
  }

  /** The modes that the flags make, and those flags as RE2 is told of them. */
  private withFlags(modes: Modes, flags: string): [Modes, string] {
    const changed: { -readonly [flag in keyof Modes]: boolean } = { ...modes };
    const [on = '', off, more] = flags.split('-');
    if (more !== undefined || off === '' || new Set(flags).size !== flags.length)
      this.cursor.fail(`The flags ${flags} are not well formed.`);
    for (const flag of on + (off ?? '')) {
      const key = FLAGS[flag];
      if (!key) this.cursor.fail(`There is no flag ${flag}.`);
      changed[key] = on.includes(flag);
    }
    const told = (some: string): string => some.replace(/[Rux]/g, '');
    const printed = told(on) + (told(off ?? '') === '' ? '' : `-${told(off ?? '')}`);
    return [changed, printed === '' ? '' : `(?${printed})`];
  }

  private repeated(body: Node | undefined, modes: Modes): Node {
    const { cursor } = this;
    if (body === undefined || body.kind === 'flags')
      throw new RegexProblem(`Nothing stands before ${cursor.next} that it repeats.`);
    const sign = cursor.next;
    const counted = cursor.match(/\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}/y);
    if (sign === '{' && !counted) cursor.fail('{ begins a count such as {2,3}; write \\{ for the character.');
    if (!counted) cursor.take();
    const min = counted ? Number(counted[1]) : sign === '+' ? 1 : 0;
    const last = counted?.[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    const max = counted ? last : sign === '?' ? 1 : Infinity;
    if (max < min) cursor.fail(`The count {${min},${max}} ends before it begins.`);
    if (min > MOST_TIMES || (max !== Infinity && max > MOST_TIMES))
      cursor.fail(`More than ${MOST_TIMES} times cannot be asked for here; the service can.`);
    cursor.skipSpace(modes.verbose);
    const question = cursor.skip('?');
    return { kind: 'repeat', body, min, max, question, lazy: question !== modes.swapGreed };
  }
}

function look(what: Assertion, modes: Modes, written?: string): Look {
  const ofWords = what !== 'textStart' && what !== 'textEnd' && what !== 'lineStart' && what !== 'lineEnd';
  const byLine = modes.crlf && (what === 'lineStart' || what === 'lineEnd');
  const ascii = byLine ? undefined : (written ?? PLAIN[what]);
  return { kind: 'look', what, ascii, unicode: ofWords && modes.unicode ? undefined : ascii, modes };
}
