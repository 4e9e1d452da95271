import type { JsonObject } from '../../base/json.ts';
import { type IncidentFilter, matches, type TenantIncident } from '../../domain/incident.ts';
import type { Pages } from '../pipeline/paging.ts';
import { type Defender, readDefender } from './defender.ts';
import { readSentinel, type Sentinel, type SentinelIncident } from './sentinel.ts';

/** How many of all incidents the workspace has, by whether Defender shows them too. */
export interface SentinelCount {
  readonly all: number;
  readonly synced: number;
}

/** One workspace, and its count: its own list does not count, its table does, where it may be read. */
interface SentinelSource {
  readonly sentinel: Sentinel;
  readonly count?: (filter: IncidentFilter, signal: AbortSignal | undefined) => Promise<SentinelCount>;
}

export interface IncidentSources {
  readonly sentinels: readonly SentinelSource[];
  readonly defender?: Defender;
}

export interface SourceProblem {
  /** "Microsoft Sentinel (workspace)" or "Microsoft Defender". */
  readonly source: string;
  readonly error: unknown;
  /** Whether some of its incidents were read before it failed. */
  readonly partly: boolean;
}

/** One service's list as far as it was read. */
interface Side {
  readonly kind: 'sentinel' | 'defender';
  readonly name: string;
  /** ARM id of a Sentinel workspace. */
  readonly workspace: string;
  readonly pages: Pages;
  readonly count: SentinelSource['count'];
  /** Creation time of the oldest that was read, in milliseconds; -Infinity when nothing is left. */
  horizon: number;
  error: unknown;
  counted: SentinelCount | undefined;
}

interface Joined {
  readonly sentinel: TenantIncident;
  readonly defender: TenantIncident;
  readonly whole: TenantIncident;
}

const SENTINEL_PAGE = 100;
/** Pages of one side that one reading may take while filters of ours leave nothing of them. */
const MOST_PAGES = 5;
/** Defender's incidents reach Sentinel some time after they were made. Milliseconds. */
const LAG = 86_400_000;

/**
 * The incidents of Sentinel workspaces and of Defender as one list, newest first, read as far as it is asked for. A side that
 * fails is told in `problems` and does not hide the others.
 */
export class IncidentList {
  readonly filter: IncidentFilter;
  readonly #me: string;
  readonly #sides: readonly Side[];
  readonly #sentinel = new Map<string, SentinelIncident>();
  readonly #defender = new Map<string, TenantIncident>();
  /** By key, with what it was made of: a page that comes makes anew only what it brings. */
  readonly #joined = new Map<string, Joined>();
  /** What Graph gave of each incident, with its alerts and their evidence; whoever has read it may delete it. */
  readonly raw = new Map<string, JsonObject>();
  #defenderTotal: number | undefined;
  #items: readonly TenantIncident[] = [];
  #counting: Promise<unknown> | undefined;

  constructor({ sentinels, defender }: IncidentSources, filter: IncidentFilter, me: string) {
    this.filter = filter;
    this.#me = me;
    const fresh = {
      horizon: Number.POSITIVE_INFINITY,
      count: undefined,
      error: undefined,
      counted: undefined,
      workspace: '',
    };
    this.#sides = [
      ...sentinels.map(
        ({ sentinel, count }): Side => ({
          ...fresh,
          kind: 'sentinel',
          name: `Microsoft Sentinel (${sentinel.name})`,
          workspace: sentinel.place.workspace,
          pages: sentinel.pages(filter, SENTINEL_PAGE),
          count,
        }),
      ),
      ...(defender
        ? [{ ...fresh, kind: 'defender', name: 'Microsoft Defender', pages: defender.pages(filter) } as const]
        : []),
    ];
  }

  get items(): readonly TenantIncident[] {
    return this.#items;
  }

  get problems(): readonly SourceProblem[] {
    return this.#sides.flatMap(({ name, error, horizon }) =>
      error === undefined ? [] : [{ source: name, error, partly: horizon < Number.POSITIVE_INFINITY }],
    );
  }

  get done(): boolean {
    return this.#sides.every(isOver);
  }

  /** Creation time back to which every side that answers was read, in milliseconds; -Infinity when nothing is left. */
  get horizon(): number {
    return Math.max(...this.#sides.filter(({ error }) => error === undefined).map(({ horizon }) => horizon));
  }

  /** Settles when the services have said how many there are; nobody need wait for it to see what was read. */
  async counted(): Promise<void> {
    await this.#counting;
  }

  /** How many there are in all; undefined where no service says, or where what is filtered here alone decides. */
  get total(): number | undefined {
    if (this.done && this.problems.length === 0) return this.#items.length;
    const { owner, tactic, product, text } = this.filter;
    if ([owner, tactic, product, text.trim()].some((part) => part !== '')) return undefined;
    const read = this.#sides.filter(({ error }) => error === undefined);
    const defender = read.some(({ kind }) => kind === 'defender');
    let total = defender ? this.#defenderTotal : 0;
    for (const { kind, counted } of read)
      if (kind === 'sentinel' && total !== undefined)
        total = counted && total + counted.all - (defender ? counted.synced : 0);
    return read.length === 0 ? undefined : total;
  }

  /** Reads on by about a page of each side that does not reach further back than the others; again until something is in the filter. */
  async more(signal?: AbortSignal): Promise<void> {
    const before = this.#items.length;
    if (before === 0) this.#counting ??= Promise.all(this.#sides.map((side) => this.#count(side, signal)));
    for (let pages = 0; pages < MOST_PAGES && !this.done && this.#items.length === before; pages++) {
      const open = this.#sides.filter((side) => !isOver(side));
      const newest = Math.max(...open.map(({ horizon }) => horizon));
      const behind = open.filter(({ horizon }) => horizon === newest);
      await Promise.all(behind.map((side) => this.#read(side, signal)));
      await this.#catchUp(signal);
      this.#reconcile();
    }
  }

  /** Defender as far back as Sentinel, so that what both show is shown once. */
  async #catchUp(signal: AbortSignal | undefined): Promise<void> {
    const defender = this.#sides.find(({ kind }) => kind === 'defender');
    const sentinels = this.#sides.filter((side) => side.kind === 'sentinel' && side.error === undefined);
    const reach = Math.max(...sentinels.map(({ horizon }) => horizon));
    for (let page = 0; page < MOST_PAGES && defender && !isOver(defender); page++) {
      if (defender.horizon <= reach || sentinels.length === 0) break;
      await this.#read(defender, signal);
    }
  }

  async #count(side: Side, signal: AbortSignal | undefined): Promise<void> {
    try {
      side.counted = await side.count?.(this.filter, signal);
    } catch {
      // Without the right to query there is no count, and the list says so by not naming one.
    }
  }

  async #read(side: Side, signal: AbortSignal | undefined): Promise<void> {
    try {
      const page = await side.pages.read(signal);
      for (const item of page.items) this.#take(side, item);
      if (side.kind === 'defender') this.#defenderTotal = page.total ?? this.#defenderTotal;
    } catch (error) {
      signal?.throwIfAborted();
      side.error = error;
      return;
    }
    if (side.pages.done) side.horizon = Number.NEGATIVE_INFINITY;
  }

  #take(side: Side, item: JsonObject): void {
    let created: string;
    if (side.kind === 'sentinel') {
      const read = readSentinel(item, side.workspace);
      if (!read) return;
      this.#sentinel.set(read.incident.key, read);
      created = read.incident.created;
    } else {
      const read = readDefender(item);
      if (!read?.defender) return;
      this.#defender.set(read.defender.id, read);
      this.raw.set(read.key, item);
      created = read.created;
    }
    const time = Date.parse(created);
    if (Number.isFinite(time)) side.horizon = Math.min(side.horizon, time);
  }

  #reconcile(): void {
    const of = (kind: Side['kind']) => this.#sides.filter((side) => side.kind === kind);
    const both = of('sentinel').length > 0 && of('defender').length > 0;
    // Several workspaces: one of them has Defender's incidents, and which is not known.
    const passed = (kind: Side['kind'], { created }: TenantIncident) =>
      both && of(kind).every((side) => side.error === undefined && side.horizon < Date.parse(created) - LAG);
    const taken = new Set<string>();
    const items: TenantIncident[] = [];
    for (const { incident, defender } of this.#sentinel.values()) {
      const other = defender === undefined ? undefined : this.#defender.get(defender);
      if (other?.defender) taken.add(other.defender.id);
      items.push(
        other
          ? this.#join(incident, other)
          : marked(incident, passed('defender', incident) ? 'defender' : undefined),
      );
    }
    for (const [id, incident] of this.#defender)
      if (!taken.has(id)) items.push(marked(incident, passed('sentinel', incident) ? 'sentinel' : undefined));
    this.#items = items
      .filter((incident) => matches(incident, this.filter, this.#me))
      .map((incident) => ({ incident, time: Date.parse(incident.created) || 0 }))
      .sort((a, b) => b.time - a.time)
      .map(({ incident }) => incident);
  }

  #join(sentinel: TenantIncident, defender: TenantIncident): TenantIncident {
    const known = this.#joined.get(sentinel.key);
    if (known?.sentinel === sentinel && known.defender === defender) return known.whole;
    const whole = joined(sentinel, defender);
    this.#joined.set(sentinel.key, { sentinel, defender, whole });
    return whole;
  }
}

function marked(incident: TenantIncident, missingIn: TenantIncident['missingIn']): TenantIncident {
  return incident.missingIn === missingIn ? incident : { ...incident, missingIn };
}

const isOver = ({ pages, error }: Side): boolean => pages.done || error !== undefined;

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
    techniques: [...new Set([...sentinel.techniques, ...defender.techniques])],
    products: [...new Set([...sentinel.products, ...defender.products])],
    labels: [...new Set([...sentinel.labels, ...defender.labels])],
  };
}
