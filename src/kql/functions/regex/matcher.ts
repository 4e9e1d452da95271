import { ASCII_PERL, rangesOf } from './classes.ts';
import { has, type Ranges } from './ranges.ts';
import { type Assertion, type Look, type Node, type ParsedRegex, RegexProblem } from './syntax.ts';

type Step =
  | { readonly op: 'char'; readonly has: (point: number) => boolean }
  | { readonly op: 'look'; readonly look: Look }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

/** Where each group begins and ends, the whole match first; -1 where one took no part. In UTF-16 units. */
type Slots = readonly number[];

interface Thread {
  readonly step: number;
  readonly slots: Slots;
}

/** More steps than that are a pattern that no one wrote by hand. */
const MOST_STEPS = 20_000;
/** Some twenty seconds in one text; a longer search is refused, so that no text stops the engine. */
const MOST_WORK = 200_000_000;

/** Finds what a pattern finds where RE2 cannot: leftmost, its first way first, in time linear in the text. */
export class Matcher {
  private readonly steps: Step[] = [];
  private readonly slotCount: number;
  private work = 0;

  constructor({ root, groups }: ParsedRegex) {
    this.slotCount = 2 * (groups.length + 1);
    this.emit({ op: 'save', slot: 0 });
    this.compile(root);
    this.emit({ op: 'save', slot: 1 });
    this.emit({ op: 'match' });
  }

  /** All matches, one after the other; an empty one does not follow the match before it. */
  *all(text: string): Generator<Slots> {
    let from = 0;
    let last = -1;
    while (from <= text.length) {
      const slots = this.find(text, from);
      if (!slots) return;
      const [start = 0, end = 0] = slots;
      if (end > start || start !== last) yield slots;
      last = end;
      from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    }
  }

  find(text: string, from = 0): Slots | undefined {
    let now: Thread[] = [];
    let found: Slots | undefined;
    if (from === 0) this.work = 0;
    const none: Slots = new Array<number>(this.slotCount).fill(-1);
    const seen = new Int32Array(this.steps.length).fill(-1);
    for (let at = from; ; ) {
      const point = text.codePointAt(at);
      if (!found) this.follow(now, seen, { step: 0, slots: none }, text, at);
      if (now.length === 0 && found) return found;
      this.work += now.length + 1;
      if (this.work > MOST_WORK)
        throw new RegexProblem('The search of one text takes too long; simplify the pattern.');
      const size = point !== undefined && point > 0xffff ? 2 : 1;
      const next: Thread[] = [];
      for (const { step, slots } of now) {
        const what = this.steps[step];
        if (what?.op === 'match') {
          found = slots;
          break;
        }
        if (what?.op === 'char' && point !== undefined && what.has(point))
          this.follow(next, seen, { step: step + 1, slots }, text, at + size);
      }
      if (point === undefined) return found;
      now = next;
      at += size;
    }
  }

  /** The threads that stand at a character or the end, in order of preference. */
  private follow(into: Thread[], seen: Int32Array, start: Thread, text: string, at: number): void {
    const stack = [start];
    for (let thread = stack.pop(); thread; thread = stack.pop()) {
      const { step, slots } = thread;
      if (seen[step] === at) continue;
      seen[step] = at;
      const what = this.steps[step];
      if (what?.op === 'jump') stack.push({ step: what.to, slots });
      else if (what?.op === 'split') stack.push({ step: what.second, slots }, { step: what.first, slots });
      else if (what?.op === 'save') stack.push({ step: step + 1, slots: slots.with(what.slot, at) });
      else if (what?.op === 'look') {
        if (holds(what.look, text, at)) stack.push({ step: step + 1, slots });
      } else into.push(thread);
    }
  }

  private emit<S extends Step>(step: S): S {
    if (this.steps.push(step) > MOST_STEPS) throw new RegexProblem('The pattern is too large.');
    return step;
  }

  private compile(node: Node): void {
    switch (node.kind) {
      case 'set':
        this.emit({ op: 'char', has: membership(node.ranges()) });
        break;
      case 'look':
        this.emit({ op: 'look', look: node });
        break;
      case 'flags':
        break;
      case 'group':
        if (node.index !== undefined) this.emit({ op: 'save', slot: 2 * node.index });
        this.compile(node.body);
        if (node.index !== undefined) this.emit({ op: 'save', slot: 2 * node.index + 1 });
        break;
      case 'sequence':
        for (const part of node.parts) this.compile(part);
        break;
      case 'either':
        this.compileEither(node.parts);
        break;
      case 'repeat':
        for (let i = 0; i < node.min; i++) this.compile(node.body);
        if (node.max === Infinity) this.compileLoop(node.body, node.lazy);
        else this.compileOptional(node.body, node.max - node.min, node.lazy);
    }
  }

  private compileEither(parts: readonly Node[]): void {
    const jumps: { op: 'jump'; to: number }[] = [];
    for (const [i, part] of parts.entries()) {
      const split = i < parts.length - 1 ? this.emit({ op: 'split', first: 0, second: 0 }) : undefined;
      if (split) split.first = this.steps.length;
      this.compile(part);
      if (!split) break;
      jumps.push(this.emit({ op: 'jump', to: 0 }));
      split.second = this.steps.length;
    }
    for (const jump of jumps) jump.to = this.steps.length;
  }

  /** An optional part that is tried again from its end, so that one that matches nothing ends the loop. */
  private compileLoop(body: Node, lazy: boolean): void {
    const enter = this.emit({ op: 'split', first: 0, second: 0 });
    const start = this.steps.length;
    this.compile(body);
    const again = this.emit({ op: 'split', first: 0, second: 0 });
    for (const split of [enter, again]) branch(split, start, this.steps.length, lazy);
  }

  private compileOptional(body: Node, count: number, lazy: boolean): void {
    const splits: [{ op: 'split'; first: number; second: number }, number][] = [];
    for (let i = 0; i < count; i++) {
      const split = this.emit({ op: 'split', first: 0, second: 0 } as const);
      splits.push([split, this.steps.length]);
      this.compile(body);
    }
    for (const [split, start] of splits) branch(split, start, this.steps.length, lazy);
  }
}

function branch(split: { first: number; second: number }, start: number, end: number, lazy: boolean): void {
  split.first = lazy ? end : start;
  split.second = lazy ? start : end;
}

function membership(ranges: Ranges): (point: number) => boolean {
  const [only] = ranges;
  if (only && ranges.length === 1) return (point) => point >= only[0] && point <= only[1];
  const low = Uint8Array.from({ length: 256 }, (_, point) => (has(ranges, point) ? 1 : 0));
  return (point) => (point < 256 ? low[point] === 1 : has(ranges, point));
}

let unicodeWord: ((point: number) => boolean) | undefined;
const asciiWord = membership(ASCII_PERL['w'] ?? []);

function holds({ what, modes }: Look, text: string, at: number): boolean {
  if (what === 'textStart') return at === 0;
  if (what === 'textEnd') return at === text.length;
  if (what === 'lineStart' || what === 'lineEnd') return holdsLine(what, modes.crlf, text, at);
  const isWord = modes.unicode ? (unicodeWord ??= membership(rangesOf('word') ?? [])) : asciiWord;
  const low = at > 1 ? text.charCodeAt(at - 1) : 0;
  const previous = text.codePointAt(low >= 0xdc00 && low <= 0xdfff ? at - 2 : at - 1);
  const before = at > 0 && previous !== undefined && isWord(previous);
  const next = text.codePointAt(at);
  const after = next !== undefined && isWord(next);
  return wordLook(what, before, after);
}

function wordLook(what: Assertion, before: boolean, after: boolean): boolean {
  if (what === 'boundary') return before !== after;
  if (what === 'notBoundary') return before === after;
  if (what === 'wordStart') return !before && after;
  if (what === 'wordEnd') return before && !after;
  return what === 'halfStart' ? !before : !after;
}

function holdsLine(what: 'lineStart' | 'lineEnd', crlf: boolean, text: string, at: number): boolean {
  const [before, after] = [text[at - 1], text[at]];
  if (what === 'lineStart') return at === 0 || before === '\n' || (crlf && before === '\r' && after !== '\n');
  return at === text.length || (after === '\n' && !(crlf && before === '\r')) || (crlf && after === '\r');
}
