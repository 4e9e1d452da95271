import type { Piece } from './arrangement.ts';
import { geometry } from './libraries.ts';
import { add, cross, dot, normalize, scale, type Vec } from './sphere.ts';

/**
 * The closed loops that pieces make, in S2's order: each loop ends with the last run of the highest input edge in it,
 * loops stand by their first input edge. Throws where pieces are left over: the input was too degenerate for doubles.
 */
export function traceLoops(pieces: readonly Piece[]): Vec[][] {
  const leaving = new Map<Vec, Piece[]>();
  for (const piece of pieces) leaving.set(piece.from, [...(leaving.get(piece.from) ?? []), piece]);
  const open = new Set(pieces);
  const loops: Piece[][] = [];
  for (const start of alongCurve(pieces)) {
    if (!open.has(start)) continue;
    const loop: Piece[] = [];
    for (let at = start; ; ) {
      open.delete(at);
      loop.push(at);
      if (at.to === start.from) break;
      const next = leftmost(
        at,
        (leaving.get(at.to) ?? []).filter((piece) => open.has(piece)),
      );
      if (!next) throw new Error('The edges of the geometries are too close to each other.');
      at = next;
    }
    loops.push(...pinched(loop).map(canonical));
  }
  return loops
    .sort((a, b) => (a[0]?.input ?? 0) - (b[0]?.input ?? 0))
    .map((loop) => loop.map(({ from }) => from));
}

/** Pieces by where they begin on S2's curve, then by where they end. */
function alongCurve(pieces: readonly Piece[]): Piece[] {
  const { cellid, Point } = geometry().s2;
  const places = new Map<Vec, bigint>();
  const placeOf = (at: Vec): bigint => {
    const place = places.get(at) ?? BigInt.asUintN(64, cellid.fromPoint(new Point(...at)));
    places.set(at, place);
    return place;
  };
  const compare = (a: Vec, b: Vec): number => {
    const [x, y] = [placeOf(a), placeOf(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  };
  return [...pieces].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

/** Loops that touch themselves in a vertex fall apart there. */
function pinched(loop: readonly Piece[]): Piece[][] {
  const out: Piece[][] = [];
  let path: Piece[] = [];
  for (const piece of loop) {
    path.push(piece);
    const at = path.findIndex(({ from }) => from === piece.to);
    if (at >= 0) {
      out.push(path.slice(at));
      path = path.slice(0, at);
    }
  }
  return out;
}

/** Begins after the highest input edge: after the last of its runs that follow on each other, or the first of those that do not. */
function canonical(loop: readonly Piece[]): Piece[] {
  let last = 0;
  let gap = false;
  loop.forEach(({ input }, i) => {
    const highest = loop[last]?.input ?? 0;
    if (input < highest) gap = true;
    else if (input > highest || !gap) {
      last = i;
      gap = false;
    }
  });
  const first = (last + 1) % loop.length;
  return [...loop.slice(first), ...loop.slice(0, first)];
}

/** The piece that turns most to the left. */
function leftmost(coming: Piece, candidates: readonly Piece[]): Piece | undefined {
  if (candidates.length < 2) return candidates[0];
  const turnOf = ({ from, to }: Piece): number => {
    const before = tangent(coming.to, coming.from);
    const [x, y] = [scale(before, -1), tangent(from, to)];
    return Math.atan2(dot(cross(x, y), from), dot(x, y));
  };
  return candidates.reduce((best, piece) => (turnOf(piece) > turnOf(best) ? piece : best));
}

/** The direction from a point to another, in the plane that touches the sphere there. */
function tangent(at: Vec, to: Vec): Vec {
  return normalize(add(to, scale(at, -dot(at, to))));
}

/** Lines as long as they can be without a choice: pieces in their order, joined where just one leaves and one comes. */
export function traceLines(pieces: readonly Piece[]): Vec[][] {
  const leaving = new Map<Vec, Piece[]>();
  const coming = new Map<Vec, Piece[]>();
  for (const piece of pieces) {
    leaving.set(piece.from, [...(leaving.get(piece.from) ?? []), piece]);
    coming.set(piece.to, [...(coming.get(piece.to) ?? []), piece]);
  }
  const through = (vertex: Vec): boolean =>
    leaving.get(vertex)?.length === 1 && coming.get(vertex)?.length === 1;
  const open = new Set(pieces);
  const lines: Vec[][] = [];
  const follow = (start: Piece): void => {
    const line = [start.from];
    for (let at: Piece | undefined = start; at && open.delete(at); ) {
      line.push(at.to);
      at = through(at.to) ? leaving.get(at.to)?.[0] : undefined;
    }
    lines.push(line);
  };
  for (const piece of pieces) if (open.has(piece) && !through(piece.from)) follow(piece);
  for (const piece of pieces) if (open.has(piece)) follow(piece);
  return lines;
}
