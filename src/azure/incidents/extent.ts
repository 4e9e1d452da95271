import type { IncidentList } from './incidentList.ts';

/** How much of a list a person asked for. */
export interface Extent {
  readonly rows: number;
  /** Creation time of the newest row, and how far back all services were read; milliseconds. */
  readonly newest: number;
  readonly horizon: number;
}

type Read = Pick<IncidentList, 'items' | 'horizon'>;

export function extentOf({ items, horizon }: Read): Extent {
  return { rows: items.length, newest: Math.max(...items.map(createdOf)), horizon };
}

/** Rows beyond those of before that may be read to reach as far back: a service that was away may have any number of them. */
const MOST_MORE = 100;

/**
 * Reads a fresh list as far back as another was asked for: what came since comes on top of that. Where a service fails, no more
 * of the others is read in its stead.
 */
export async function readAsFar(
  list: Read & Pick<IncidentList, 'done' | 'more'>,
  { rows, newest, horizon }: Extent,
  signal?: AbortSignal,
): Promise<void> {
  const known = (): number => list.items.filter((each) => createdOf(each) <= newest).length;
  do await list.more(signal);
  while (!list.done && list.horizon > horizon && known() < rows + MOST_MORE);
}

const createdOf = ({ created }: Read['items'][number]): number => Date.parse(created) || 0;
