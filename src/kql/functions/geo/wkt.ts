import type { Dynamic } from '../../values/dynamic.ts';
import { dyn } from '../dyn.ts';
import type { ScalarEntry } from '../entry.ts';

/** GeoJSON's names of well-known text's geometries, with the depth of their coordinates' arrays. */
const GEOMETRIES: Readonly<Record<string, readonly [type: string, depth: number]>> = {
  POINT: ['Point', 0],
  LINESTRING: ['LineString', 1],
  POLYGON: ['Polygon', 2],
  MULTIPOINT: ['MultiPoint', 1],
  MULTILINESTRING: ['MultiLineString', 2],
  MULTIPOLYGON: ['MultiPolygon', 3],
};

const TOKEN = /\s*([A-Za-z]+|[(),]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;

/** Thrown where the text is no geometry. */
class NotWellKnown extends Error {}

class Reader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    let end = 0;
    for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
      tokens.push(match[1] ?? '');
      end = TOKEN.lastIndex;
    }
    if (text.slice(end).trim() !== '') throw new NotWellKnown();
    this.tokens = tokens;
  }

  document(): Dynamic {
    const value = this.geometry();
    if (this.at < this.tokens.length) throw new NotWellKnown();
    return value;
  }

  private geometry(): Dynamic {
    const name = this.next().toUpperCase();
    if (name === 'GEOMETRYCOLLECTION')
      return new Map<string, Dynamic>([
        ['type', 'GeometryCollection'],
        ['geometries', this.list(() => this.geometry())],
      ]);
    const known = GEOMETRIES[name];
    if (!known) throw new NotWellKnown();
    const [type, depth] = known;
    return new Map<string, Dynamic>([
      ['type', type],
      ['coordinates', this.coordinates(depth)],
    ]);
  }

  private coordinates(depth: number): Dynamic {
    if (depth > 0)
      return this.list(() =>
        depth > 1 || this.tokens[this.at] === '(' ? this.coordinates(depth - 1) : this.pair(),
      );
    const [only, ...more] = this.list(() => this.pair());
    if (only === undefined || more.length > 0) throw new NotWellKnown();
    return only;
  }

  private pair(): Dynamic {
    return [this.number(), this.number()];
  }

  private number(): number {
    const value = Number(this.next());
    if (Number.isNaN(value)) throw new NotWellKnown();
    return value;
  }

  private list(item: () => Dynamic): Dynamic[] {
    this.expect('(');
    const items = [item()];
    while (this.tokens[this.at] === ',') {
      this.at++;
      items.push(item());
    }
    this.expect(')');
    return items;
  }

  private expect(token: string): void {
    if (this.next() !== token) throw new NotWellKnown();
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotWellKnown();
    return token;
  }
}

export const WELL_KNOWN_TEXT: readonly ScalarEntry[] = [
  dyn('geo_from_wkt', ['string'], 'dynamic', (text: string): Dynamic => {
    try {
      return new Reader(text).document();
    } catch (error) {
      if (error instanceof NotWellKnown) return null;
      throw error;
    }
  }),
];
