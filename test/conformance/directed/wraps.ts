import { Buffer } from 'node:buffer';
import type { Random } from '../../../src/samples/random.ts';
import { sampleOf } from './patterns.ts';

/** What a query does to a stored text before it asks something of the result. */
export type Wrap =
  | { readonly kind: 'extract'; readonly pattern: string; readonly group: number }
  | { readonly kind: 'split'; readonly separator: string; readonly index: number }
  | {
      readonly kind: 'between';
      readonly before: string;
      readonly after: string;
      readonly isFirst: boolean;
    }
  | { readonly kind: 'base64' }
  | { readonly kind: 'url'; readonly part: string };

/** A piece of a text, and where in the text it must be. */
export interface Piece {
  readonly text: string;
  readonly place: 'start' | 'middle' | 'end';
}

/** The stored text from which the wraps, innermost first, make the value; any value where it is undefined. */
export function unwrapped(value: string | undefined, wraps: readonly Wrap[], random: Random): Piece {
  let made: { text: string | undefined; place: Piece['place'] } = { text: value, place: 'middle' };
  for (const wrap of [...wraps].reverse()) made = undone(wrap, made.text, random) ?? made;
  return { text: made.text ?? 'word', place: made.place };
}

function undone(wrap: Wrap, value: string | undefined, random: Random): Piece | undefined {
  switch (wrap.kind) {
    case 'extract': {
      const group = value === undefined ? undefined : { index: wrap.group, text: value };
      const text = wrap.group === 0 && value !== undefined ? value : sampleOf(wrap.pattern, random, group);
      if (text === undefined) return undefined;
      const [isFirst, isLast] = [/^(\(\?i\))?\^/.test(wrap.pattern), /(?<!\\)\$/.test(wrap.pattern)];
      return { text, place: isFirst ? 'start' : isLast ? 'end' : 'middle' };
    }
    case 'split': {
      const text = value ?? 'part';
      if (wrap.index < 0) return { text: `${wrap.separator}${text}`, place: 'end' };
      const before = `part${wrap.separator}`.repeat(wrap.index);
      return { text: `${before}${text}${wrap.separator}part`, place: 'start' };
    }
    case 'between':
      return {
        text: `${wrap.before}${value ?? 'piece'}${wrap.after}`,
        place: wrap.isFirst ? 'start' : 'middle',
      };
    case 'url': {
      const [host, path] = wrap.part === 'Host' ? [value, ''] : ['www.example.com', value];
      return {
        text: `https://${host ?? 'www.example.com'}/${(path ?? 'page').replace(/^\//, '')}`,
        place: 'middle',
      };
    }
    case 'base64':
      // Those who look for it ask for some length.
      return { text: Buffer.from((value ?? 'whoami').padEnd(36)).toString('base64'), place: 'middle' };
  }
}
