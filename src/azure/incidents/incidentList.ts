import type { JsonObject } from '../../base/json.ts';
import { type IncidentFilter, matches, type TenantIncident } from '../../domain/incident.ts';
import type { Page, Pages } from '../pipeline/paging.ts';
import { type Defender, readDefender } from './defender.ts';
import { readSentinel, type Sentinel } from './sentinel.ts';

/** How many of all incidents the workspace has, by whether Defender shows them too. */
export interface SentinelCount {
  readonly all: number;
  readonly synced: number;
}

export interface IncidentSources {
  readonly sentinel?: Sentinel;
  readonly defender?: Defender;
  /** Sentinel's own list does not count; its table does, where it may be read. */
  readonly count?: (filter: IncidentFilter, signal: AbortSignal | undefined) => Promise<SentinelCount>;
}

type Side = 'sentinel' | 'defender';

const SENTINEL_PAGE = 100;
/** Pages of one side that one reading may take while filters of ours leave nothing of them. */
const MOST_PAGES = 5;
/** Defender's incidents reach Sentinel some time after they were made. Milliseconds. */
const LAG = 86_400_000;

/**
 * Both services' incidents as one list, newest first, read as far as it is asked for. A side that fails is told in `problems`
 * and does not hide the other.
 */
export class IncidentList {
  readonly filter: IncidentFilter;
  readonly #me: string;
  readonly #sources: IncidentSources;
  readonly #pages: { readonly [S in Side]: Pages | undefined };
  readonly #sentinel = new Map<string, ReturnType<typeof readSentinel>>();
  readonly #defender = new Map<string, TenantIncident>();
  /** What Graph gave of each incident, its alerts with their evidence included. */
  readonly raw = new Map<string, JsonObject>();
  readonly #horizon: { [S in Side]: number } = {
    sentinel: Number.POSITIVE_INFINITY,
    defender: Number.POSITIVE_INFINITY,
  };
  readonly #failed = new Map<Side, unknown>();
  #counted: SentinelCount | undefined;
  #defenderTotal: number | undefined;
  #items: readonly TenantIncident[] = [];

  constructor(sources: IncidentSources, filter: IncidentFilter, me: string) {
    this.filter = filter;
    this.#me = me;
    this.#sources = sources;
    this.#pages = {
      sentinel: sources.sentinel?.pages(filter, SENTINEL_PAGE),
      defender: sources.defender?.pages(filter),
    };
  }

  get items(): readonly TenantIncident[] {
    return this.#items;
  }

  get problems(): ReadonlyMap<Side, unknown> {
    return this.#failed;
  }

  get done(): boolean {
    return (['sentinel', 'defender'] as const).every((side) => this.#over(side));
  }

  /** How many there are in all; undefined where no service says, or where what is filtered here alone decides. */
  get total(): number | undefined {
    if (this.done && this.#failed.size === 0) return this.#items.length;
    const { owner, tactic, product, text } = this.filter;
    if ([owner, tactic, product, text.trim()].some((part) => part !== '')) return undefined;
    const reads = (side: Side) => this.#pages[side] !== undefined && !this.#failed.has(side);
    if (reads('sentinel') && this.#counted === undefined) return undefined;
    if (!reads('defender')) return reads('sentinel') ? this.#counted?.all : undefined;
    if (this.#defenderTotal === undefined) return undefined;
    const own = reads('sentinel') && this.#counted ? this.#counted.all - this.#counted.synced : 0;
    return this.#defenderTotal + own;
  }

  /** Reads on by about a page of each side; again until something of it is in the filter. */
  async more(signal?: AbortSignal): Promise<void> {
    const before = this.#items.length;
    if (before === 0) this.#count(signal);
    for (let pages = 0; pages < MOST_PAGES && !this.done && this.#items.length === before; pages++) {
      await this.#read('sentinel', signal);
      // As far back as the other side, so that what both show is shown once.
      for (let more = 0; more < MOST_PAGES && !this.#over('defender'); more++) {
        await this.#read('defender', signal);
        if (this.#horizon.defender <= this.#horizon.sentinel) break;
      }
      this.#reconcile();
    }
    await this.#counting;
  }

  #counting: Promise<void> | undefined;

  #count(signal: AbortSignal | undefined): void {
    if (!this.#pages.sentinel) return;
    this.#counting = this.#sources.count?.(this.filter, signal).then(
      (count) => {
        this.#counted = count;
      },
      // Without the right to query there is no count, and the list says so by not naming one.
      () => undefined,
    );
  }

  #over(side: Side): boolean {
    return this.#pages[side]?.done !== false || this.#failed.has(side);
  }

  async #read(side: Side, signal: AbortSignal | undefined): Promise<void> {
    if (this.#over(side)) return;
    let page: Page | undefined;
    try {
      page = await this.#pages[side]?.read(signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#failed.set(side, error);
      return;
    }
    for (const item of page?.items ?? []) this.#take(side, item);
    if (side === 'defender' && page?.total !== undefined) this.#defenderTotal = page.total;
    if (this.#pages[side]?.done) this.#horizon[side] = Number.NEGATIVE_INFINITY;
  }

  #take(side: Side, item: JsonObject): void {
    let created: string;
    if (side === 'sentinel') {
      const read = readSentinel(item);
      this.#sentinel.set(read.incident.key, read);
      this.raw.set(read.incident.key, item);
      created = read.incident.created;
    } else {
      const read = readDefender(item);
      if (!read?.defender) return;
      this.#defender.set(read.defender.id, read);
      this.raw.set(read.key, item);
      created = read.created;
    }
    const time = Date.parse(created);
    if (Number.isFinite(time)) this.#horizon[side] = Math.min(this.#horizon[side], time);
  }

  #reconcile(): void {
    const both = this.#pages.sentinel !== undefined && this.#pages.defender !== undefined;
    const passed = (side: Side, incident: TenantIncident) =>
      both && !this.#failed.has(side) && this.#horizon[side] < Date.parse(incident.created) - LAG;
    const taken = new Set<string>();
    const items: TenantIncident[] = [];
    for (const { incident, defender } of this.#sentinel.values()) {
      const other = defender === undefined ? undefined : this.#defender.get(defender);
      if (other?.defender) taken.add(other.defender.id);
      items.push(
        other
          ? joined(incident, other)
          : { ...incident, missingIn: passed('defender', incident) ? 'defender' : undefined },
      );
    }
    for (const [id, incident] of this.#defender)
      if (!taken.has(id))
        items.push({ ...incident, missingIn: passed('sentinel', incident) ? 'sentinel' : undefined });
    this.#items = items
      .filter((incident) => matches(incident, this.filter, this.#me))
      .sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
  }
}

/** One incident that both show: who owns it and how it stands is what was said last. */
function joined(sentinel: TenantIncident, defender: TenantIncident): TenantIncident {
  const later = Date.parse(defender.modified) > Date.parse(sentinel.modified) ? defender : sentinel;
  return {
    ...sentinel,
    defender: defender.defender,
    status: later.status,
    owner: later.owner,
    modified: later.modified,
    tactics: [...new Set([...sentinel.tactics, ...defender.tactics])],
    products: [...new Set([...sentinel.products, ...defender.products])],
    labels: [...new Set([...sentinel.labels, ...defender.labels])],
  };
}
