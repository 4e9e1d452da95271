import { arrange, type Piece, PieceIndex } from './arrangement.ts';
import { contains, type Line, edges, loopOf, type Polygon, polygonEdges, ringEdges } from './shapes.ts';
import { add, normalize, signedArea, type Vec } from './sphere.ts';
import { traceLines, traceLoops } from './tracing.ts';

/** What two geometries have in common, by dimension. */
export interface Common {
  readonly points: readonly Vec[];
  readonly lines: readonly Line[];
  readonly polygons: readonly Polygon[];
}

function middle({ from, to }: Piece): Vec {
  return normalize(add(from, to));
}

/** Edges with the inside to their left: holes are walked the other way. */
function boundary(polygons: readonly Polygon[]): ReturnType<typeof ringEdges> {
  return polygons.flatMap(({ shell, holes }) =>
    [shell, ...holes.map((hole) => [...hole].reverse())].flatMap(ringEdges),
  );
}

/** The union of two areas whose own polygons do not overlap. */
function unionOfTwo(a: readonly Polygon[], b: readonly Polygon[]): Polygon[] {
  const [left, right] = arrange(boundary(a), boundary(b));
  const [ofLeft, ofRight] = [new PieceIndex(left), new PieceIndex(right)];
  const kept = [
    ...left.filter((piece) =>
      ofRight.has(piece.from, piece.to)
        ? true
        : !ofRight.has(piece.to, piece.from) && !contains(b, middle(piece)),
    ),
    ...right.filter(
      (piece) =>
        !ofLeft.has(piece.from, piece.to) && !ofLeft.has(piece.to, piece.from) && !contains(a, middle(piece)),
    ),
  ];
  return assemble(traceLoops(kept));
}

function vertexCount(polygons: readonly Polygon[]): number {
  return polygons.reduce(
    (sum, { shell, holes }) => sum + shell.length + holes.reduce((inner, hole) => inner + hole.length, 0),
    0,
  );
}

/** The union of all, smallest ones first as S2 joins them. */
export function union(areas: readonly (readonly Polygon[])[]): readonly Polygon[] {
  const queue = areas.map((area) => ({ area, size: vertexCount(area) }));
  for (;;) {
    queue.sort((a, b) => a.size - b.size);
    const [a, b] = queue.splice(0, 2);
    if (!a) return [];
    if (!b) return a.area;
    queue.push({ area: unionOfTwo(a.area, b.area), size: a.size + b.size });
  }
}

/** Polygons that may overlap, as an area whose polygons do not. */
export function merged(polygons: readonly Polygon[]): readonly Polygon[] {
  return polygons.length < 2 ? polygons : union(polygons.map((polygon) => [polygon]));
}

export function intersectAreas(a: readonly Polygon[], b: readonly Polygon[]): Common {
  const [left, right] = arrange(boundary(a), boundary(b));
  const [ofLeft, ofRight] = [new PieceIndex(left), new PieceIndex(right)];
  const opposite = left.filter((piece) => ofRight.has(piece.to, piece.from));
  const kept = [
    ...left.filter(
      (piece) =>
        ofRight.has(piece.from, piece.to) ||
        (!ofRight.has(piece.to, piece.from) && contains(b, middle(piece))),
    ),
    ...right.filter(
      (piece) =>
        !ofLeft.has(piece.from, piece.to) && !ofLeft.has(piece.to, piece.from) && contains(a, middle(piece)),
    ),
  ];
  const polygons = assemble(traceLoops(kept));
  const used = new Set([...kept, ...opposite].flatMap(({ from, to }) => [from, to]));
  return {
    points: shared(left, right).filter((vertex) => !used.has(vertex)),
    lines: traceLines(opposite),
    polygons,
  };
}

export function intersectLineWithArea(lines: readonly Line[], area: readonly Polygon[]): Common {
  const [left, right] = arrange(lines.flatMap(edges), area.flatMap(polygonEdges));
  const border = new PieceIndex(right);
  const kept = left.filter(
    (piece) =>
      border.has(piece.from, piece.to) || border.has(piece.to, piece.from) || contains(area, middle(piece)),
  );
  const used = new Set(kept.flatMap(({ from, to }) => [from, to]));
  return {
    points: shared(left, right).filter((vertex) => !used.has(vertex)),
    lines: traceLines(kept),
    polygons: [],
  };
}

export function intersectLines(a: readonly Line[], b: readonly Line[]): Common {
  const [left, right] = arrange(a.flatMap(edges), b.flatMap(edges));
  const other = new PieceIndex(right);
  const kept = left.filter(({ from, to }) => other.has(from, to) || other.has(to, from));
  const used = new Set(kept.flatMap(({ from, to }) => [from, to]));
  return {
    points: shared(left, right).filter((vertex) => !used.has(vertex)),
    lines: traceLines(kept),
    polygons: [],
  };
}

/** All lines cut where they cross, what several have in common once. */
export function unionOfLines(lines: readonly Line[]): Line[] {
  let pieces: Piece[] = [];
  for (const line of lines) {
    const [known, added] = arrange(
      pieces.map(({ from, to }) => [from, to]),
      edges(line),
    );
    const index = new PieceIndex(known);
    pieces = [...known, ...added.filter(({ from, to }) => !index.has(from, to) && !index.has(to, from))];
  }
  return traceLines(pieces);
}

function shared(left: readonly Piece[], right: readonly Piece[]): Vec[] {
  const ends = new Set(left.flatMap(({ from, to }) => [from, to]));
  return [...new Set(right.flatMap(({ from, to }) => [from, to]))].filter((vertex) => ends.has(vertex));
}

/** Loops with the inside to their left as polygons: a clockwise one is a hole of the smallest shell around it. */
function assemble(loops: readonly (readonly Vec[])[]): Polygon[] {
  const shells = loops.filter((loop) => signedArea(loop) >= 0);
  const holes = loops.filter((loop) => signedArea(loop) < 0).map((loop) => [...loop].reverse());
  const parentOf = (hole: readonly Vec[]): readonly Vec[] | undefined =>
    shells
      .filter((shell) => hole.some((vertex) => contains([{ shell, holes: [] }], vertex)))
      .sort((a, b) => loopOf(a).area() - loopOf(b).area())[0];
  const parents = new Map(holes.map((hole) => [hole, parentOf(hole)]));
  return shells.map((shell) => ({ shell, holes: holes.filter((hole) => parents.get(hole) === shell) }));
}
