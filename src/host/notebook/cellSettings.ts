import { sha256 } from '../../base/hash.ts';
import { isRecord } from '../../base/guards.ts';
import { CASE_CONNECTION } from '../connections.ts';
import type { CellOptions } from './cellOptions.ts';

/** Where a cell's question goes and which time it is about. */
export interface CellSettings {
  readonly connection: string;
  /** As in a cell's options; undefined for the time range chosen for the workspace. */
  readonly timespan: string | undefined;
}

/** A cell's own options come first, then the notebook's front matter. */
export function cellSettings(options: CellOptions, frontMatter: unknown): CellSettings {
  const notebook = notebookSettings(frontMatter);
  return {
    connection: options.connection ?? notebook.connection ?? CASE_CONNECTION,
    timespan: options.timespan ?? notebook.timespan,
  };
}

export type NotebookSettings = Pick<CellOptions, 'connection' | 'timespan'>;

/** `connection:` and `timespan:` of a notebook's front matter; an empty timespan means all times. */
export function notebookSettings(frontMatter: unknown): NotebookSettings {
  const connection = textAt(frontMatter, 'connection');
  const timespan = textAt(frontMatter, 'timespan');
  return {
    ...(connection !== undefined && connection !== '' && { connection }),
    ...(timespan !== undefined && { timespan }),
  };
}

/** Under which a kept answer is found again: the same question to the same connection about the same span of time. */
export function originOf({ connection, timespan }: CellSettings, text: string): string {
  return sha256(JSON.stringify([connection, timespan ?? '', text]));
}

function textAt(frontMatter: unknown, key: string): string | undefined {
  const value = isRecord(frontMatter) ? frontMatter[key] : undefined;
  return typeof value === 'string' ? value.trim() : undefined;
}
