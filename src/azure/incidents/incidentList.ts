import type { JsonObject } from '../../base/json.ts';
import { type IncidentFilter, matches, type TenantIncident } from '../../domain/incident.ts';
import type { Pages } from '../pipeline/paging.ts';
import { type Defender, defenderKey, readDefender } from './defender.ts';
import { joined, marked } from './joined.ts';
import { readSentinel, type Sentinel } from './sentinel.ts';
import { workspaceNames } from './workspaceNames.ts';

/** How many of all incidents the workspace has, by whether Defender shows them too. */
export interface SentinelCount {
  readonly all: number;
  readonly synced: number;
}

interface Source {
  /** The signed-in person's user principal name in the source's tenant, for "my incidents". */
  readonly me?: string;
}

/** One workspace, and its count: its own list does not count, its table does, where it may be read. */
interface SentinelSource extends Source {
  readonly sentinel: Sentinel;
  readonly count?: (filter: IncidentFilter, signal: AbortSignal | undefined) => Promise<SentinelCount>;
}

/** One tenant's Defender, by the name of its connection. */
interface DefenderSource extends Source {
  readonly defender: Defender;
  readonly label?: string;
}

export interface IncidentSources {
  readonly sentinels: readonly SentinelSource[];
  /** Each of another tenant. */
  readonly defenders: readonly DefenderSource[];
}

export interface SourceProblem {
  /** "Microsoft Sentinel (workspace)" or "Microsoft Defender", with its name where there are several. */
  readonly source: string;
  readonly error: unknown;
  /** Whether some of its incidents were read before it failed. */
  readonly partly: boolean;
}

/** One service's list as far as it was read. */
interface Side {
  readonly name: string;
  readonly me: string;
  readonly pages: Pages;
  /** Creation time of the oldest that was read, in milliseconds; -Infinity when nothing is left. */
  horizon: number;
  error: unknown;
}

interface DefenderSide extends Side {
  readonly kind: 'defender';
  readonly tenant: string | undefined;
  total: number | undefined;
}

interface SentinelSide extends Side {
  readonly kind: 'sentinel';
  /** ARM id of the workspace. */
  readonly workspace: string;
  /** Defender of the same tenant, whose incidents the workspace may show too. */
  readonly defender: DefenderSide | undefined;
  readonly count: SentinelSource['count'];
  counted: SentinelCount | undefined;
}

interface FromSentinel {
  readonly side: SentinelSide;
  readonly incident: TenantIncident;
  /** Key under which its tenant's Defender shows it, where it came from there. */
  readonly other: string | undefined;
}

interface FromDefender {
  readonly side: DefenderSide;
  readonly incident: TenantIncident;
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
 * The incidents of Sentinel workspaces and of Defender, of one tenant or several, as one list, newest first, read as far as it is
 * asked for; what lies further back than a side was read that goes on is not shown yet. A side that fails is told in `problems` and
 * does not hide the others.
 */
export class IncidentList {
  readonly filter: IncidentFilter;
  /** What people call the workspaces, by ARM id. */
  readonly workspaceNames: ReadonlyMap<string, string>;
  readonly #defenders: readonly DefenderSide[];
  readonly #sentinels: readonly SentinelSide[];
  readonly #ofSentinel = new Map<string, FromSentinel>();
  readonly #ofDefender = new Map<string, FromDefender>();
  /** By key, with what it was made of: a page that comes makes anew only what it brings. */
  readonly #joined = new Map<string, Joined>();
  /** What Graph gave of each incident, with its alerts and their evidence; whoever has read it may delete it. */
  readonly raw = new Map<string, JsonObject>();
  #items: readonly TenantIncident[] = [];
  #counting: Promise<unknown> | undefined;

  constructor({ sentinels, defenders }: IncidentSources, filter: IncidentFilter) {
    this.filter = filter;
    this.workspaceNames = workspaceNames(sentinels.map(({ sentinel }) => sentinel.place.workspace));
    const fresh = { horizon: Number.POSITIVE_INFINITY, error: undefined };
    this.#defenders = defenders.map(
      ({ defender, label = defender.tenant ?? 'own tenant', me = '' }): DefenderSide => ({
        ...fresh,
        kind: 'defender',
        name: defenders.length > 1 ? `Microsoft Defender (${label})` : 'Microsoft Defender',
        me,
        tenant: defender.tenant,
        pages: defender.pages(filter),
        total: undefined,
      }),
    );
    this.#sentinels = sentinels.map(
      ({ sentinel, count, me = '' }): SentinelSide => ({
        ...fresh,
        kind: 'sentinel',
        name: `Microsoft Sentinel (${this.workspaceNames.get(sentinel.place.workspace) ?? ''})`,
        me,
        workspace: sentinel.place.workspace,
        defender: this.#defenderOf(sentinel.place.tenant),
        pages: sentinel.pages(filter, SENTINEL_PAGE),
        count,
        counted: undefined,
      }),
    );
  }

  get items(): readonly TenantIncident[] {
    return this.#items;
  }

  get problems(): readonly SourceProblem[] {
    return this.#sides.flatMap(({ name, error, horizon }) =>
      error === undefined ? [] : [{ source: name, error, partly: horizon < Number.POSITIVE_INFINITY }],
    );
  }

  /** Whether they come from several workspaces or tenants, whose numbers alone do not tell them apart. */
  get isOfSeveral(): boolean {
    return this.#sentinels.length > 1 || this.#defenders.length > 1;
  }

  get done(): boolean {
    return this.#sides.every(isOver);
  }

  /** Creation time back to which every side that answers was read, in milliseconds; -Infinity when nothing is left. */
  get horizon(): number {
    return horizonOf(this.#sides.filter(answers));
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
    const totals = [
      ...this.#defenders.filter(answers).map(({ total }) => total),
      ...this.#sentinels
        .filter(answers)
        .map(
          ({ counted, defender }) =>
            counted && counted.all - (defender && answers(defender) ? counted.synced : 0),
        ),
    ];
    if (totals.length === 0) return undefined;
    return totals.reduce((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each));
  }

  /** Reads on by about a page of each side that does not reach further back than the others; again until something is in the filter. */
  async more(signal?: AbortSignal): Promise<void> {
    const before = this.#items.length;
    if (before === 0)
      this.#counting ??= Promise.all(this.#sentinels.map((side) => this.#count(side, signal)));
    for (let pages = 0; pages < MOST_PAGES && !this.done && this.#items.length === before; pages++) {
      const open = this.#sides.filter((side) => !isOver(side));
      const newest = horizonOf(open);
      const behind = open.filter(({ horizon }) => horizon === newest);
      await Promise.all(behind.map((side) => this.#read(side, signal)));
      await Promise.all(this.#defenders.map((side) => this.#catchUp(side, signal)));
      this.#reconcile();
    }
  }

  get #sides(): readonly (SentinelSide | DefenderSide)[] {
    return [...this.#sentinels, ...this.#defenders];
  }

  /** A tenant that is not named is the account's own: where there is one Defender it may be that one's. */
  #defenderOf(tenant: string | undefined): DefenderSide | undefined {
    const same = this.#defenders.find((side) => side.tenant?.toLowerCase() === tenant?.toLowerCase());
    const [only, ...others] = this.#defenders;
    const mayBe = others.length === 0 && (tenant === undefined || only?.tenant === undefined);
    return same ?? (mayBe ? only : undefined);
  }

  #sentinelsOf(defender: DefenderSide): readonly SentinelSide[] {
    return this.#sentinels.filter((side) => side.defender === defender);
  }

  /** Defender as far back as Sentinel, so that what both show is shown once. */
  async #catchUp(defender: DefenderSide, signal: AbortSignal | undefined): Promise<void> {
    const sentinels = this.#sentinelsOf(defender).filter(answers);
    const reach = horizonOf(sentinels);
    for (let page = 0; page < MOST_PAGES && !isOver(defender); page++) {
      if (defender.horizon <= reach || sentinels.length === 0) break;
      await this.#read(defender, signal);
    }
  }

  async #count(side: SentinelSide, signal: AbortSignal | undefined): Promise<void> {
    try {
      side.counted = await side.count?.(this.filter, signal);
    } catch {
      // Without the right to query there is no count, and the list says so by not naming one.
    }
  }

  async #read(side: SentinelSide | DefenderSide, signal: AbortSignal | undefined): Promise<void> {
    try {
      const page = await side.pages.read(signal);
      for (const item of page.items) this.#take(side, item);
      if (side.kind === 'defender') side.total = page.total ?? side.total;
    } catch (error) {
      signal?.throwIfAborted();
      side.error = error;
      return;
    }
    if (side.pages.done) side.horizon = Number.NEGATIVE_INFINITY;
  }

  #take(side: SentinelSide | DefenderSide, item: JsonObject): void {
    let incident: TenantIncident;
    if (side.kind === 'sentinel') {
      const read = readSentinel(item, side.workspace);
      if (!read) return;
      const { defender } = side;
      const other = read.defender !== undefined && defender && defenderKey(read.defender, defender.tenant);
      incident = read.incident;
      this.#ofSentinel.set(incident.key, { side, incident, other: other || undefined });
    } else {
      const read = readDefender(item, side.tenant);
      if (!read) return;
      incident = read;
      this.#ofDefender.set(incident.key, { side, incident });
      this.raw.set(incident.key, item);
    }
    const time = Date.parse(incident.created);
    if (Number.isFinite(time)) side.horizon = Math.min(side.horizon, time);
  }

  #reconcile(): void {
    const taken = new Set<string>();
    const items: { readonly incident: TenantIncident; readonly me: string }[] = [];
    for (const { side, incident, other } of this.#ofSentinel.values()) {
      const both = other === undefined ? undefined : this.#ofDefender.get(other)?.incident;
      if (both) taken.add(both.key);
      const isMissing = side.defender && isPast([side.defender], incident);
      const whole = both ? this.#join(incident, both) : marked(incident, isMissing ? 'defender' : undefined);
      items.push({ incident: whole, me: side.me });
    }
    for (const { side, incident } of this.#ofDefender.values()) {
      if (taken.has(incident.key)) continue;
      // Several workspaces: one of them has Defender's incidents, and which is not known.
      const isMissing = isPast(this.#sentinelsOf(side), incident);
      items.push({ incident: marked(incident, isMissing ? 'sentinel' : undefined), me: side.me });
    }
    const fitting = items
      .filter(({ incident, me }) => matches(incident, this.filter, me))
      .map(({ incident }) => ({ incident, time: Date.parse(incident.created) || 0 }))
      .sort((a, b) => b.time - a.time);
    // Further back others may be between them, and one that both services show would be taken for Defender's alone.
    const open = this.#sides.filter((side) => !isOver(side) && side.horizon < Number.POSITIVE_INFINITY);
    const reach = horizonOf(open);
    const known = fitting.filter(({ time }) => time === 0 || time >= reach);
    this.#items = (known.length > 0 ? known : fitting).map(({ incident }) => incident);
  }

  #join(sentinel: TenantIncident, defender: TenantIncident): TenantIncident {
    const known = this.#joined.get(sentinel.key);
    if (known?.sentinel === sentinel && known.defender === defender) return known.whole;
    const whole = joined(sentinel, defender);
    this.#joined.set(sentinel.key, { sentinel, defender, whole });
    return whole;
  }
}

const isOver = ({ pages, error }: Side): boolean => pages.done || error !== undefined;
const answers = ({ error }: Side): boolean => error === undefined;
const horizonOf = (sides: readonly Side[]): number => Math.max(...sides.map(({ horizon }) => horizon));

/** Whether all sides were read so far back that they would have shown the incident, had they it. */
function isPast(sides: readonly Side[], { created }: TenantIncident): boolean {
  const reach = Date.parse(created) - LAG;
  return sides.length > 0 && sides.every((side) => answers(side) && side.horizon < reach);
}
