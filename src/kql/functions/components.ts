import type { Dynamic } from '../values/dynamic.ts';
import { type ScalarEntry, udf } from './entry.ts';
import { sequenceRows } from './sequenceRows.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
}

/** Rows `[is a node, key, from, to]`, the nodes first: `[row, component]` for each node. */
function components(rowsText: string, kind: string): string {
  const keys = new Map<string, number>();
  const edges: Edge[] = [];
  for (const cells of sequenceRows(rowsText)) {
    if (text(cells, 0) === 'true') keys.set(text(cells, 1), keys.size);
    else {
      const [from, to] = [keys.get(text(cells, 2)), keys.get(text(cells, 3))];
      if (from !== undefined && to !== undefined) edges.push({ from, to });
    }
  }
  const leaders = kind === 'strong' ? strong(keys.size, edges) : weak(keys.size, edges);
  const numbers = new Map<number, number>();
  return `[${leaders
    .map((leader, i) => {
      const number = numbers.get(leader) ?? numbers.size;
      numbers.set(leader, number);
      return `[${i},"${number}"]`;
    })
    .join(',')}]`;
}

function text(cells: Dynamic, i: number): string {
  const cell = Array.isArray(cells) ? cells[i] : null;
  return typeof cell === 'string' ? cell : '';
}

/** By node, one node that stands for all that edges join, whatever their direction. */
function weak(size: number, edges: readonly Edge[]): number[] {
  const parents = Array.from({ length: size }, (_, i) => i);
  const leader = (node: number): number => {
    let at = node;
    while (parents[at] !== at) at = parents[at] = parents[parents[at] ?? at] ?? at;
    return at;
  };
  for (const { from, to } of edges) parents[leader(from)] = leader(to);
  return parents.map((_, i) => leader(i));
}

/** By node, one node that stands for all from which it is reached and that it reaches (Kosaraju). */
function strong(size: number, edges: readonly Edge[]): number[] {
  const [out, back] = [neighbours(size, edges, true), neighbours(size, edges, false)];
  const leaders = new Array<number>(size).fill(-1);
  for (const start of finishOrder(size, out).reverse()) {
    const stack = leaders[start] === -1 ? [start] : [];
    while (stack.length > 0) {
      const node = stack.pop() ?? start;
      if (leaders[node] !== -1) continue;
      leaders[node] = start;
      stack.push(...(back[node] ?? []));
    }
  }
  return leaders;
}

function neighbours(size: number, edges: readonly Edge[], forward: boolean): number[][] {
  const all = Array.from({ length: size }, (): number[] => []);
  for (const { from, to } of edges) all[forward ? from : to]?.push(forward ? to : from);
  return all;
}

function finishOrder(size: number, out: readonly (readonly number[])[]): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  for (let start = 0; start < size; start++) {
    const stack: [node: number, next: number][] = seen.has(start) ? [] : [[start, 0]];
    seen.add(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = out[top[0]]?.[top[1]++];
      if (next === undefined) order.push(stack.pop()?.[0] ?? start);
      else if (!seen.has(next)) {
        seen.add(next);
        stack.push([next, 0]);
      }
    }
  }
  return order;
}

export const COMPONENTS: readonly ScalarEntry[] = [
  udf('components', ['string', 'string'], 'string', components),
];
