import { queryBlocks } from '../../domain/queryBlocks.ts';
import { Region } from './region.ts';

/** The queries of a `.kql` file. */
export function queriesOf(text: string): readonly Region[] {
  return queryBlocks(text).map(
    ({ start, end }) => new Region(text.slice(start, end), [{ inner: 0, outer: start, length: end - start }]),
  );
}

/** A cell or a text with one query, behind the statements that are put before it. */
export function queryWithPrelude(text: string, prelude: string): readonly Region[] {
  return [new Region(prelude + text, [{ inner: prelude.length, outer: 0, length: text.length }])];
}
