import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { TriageTarget } from '../../azure/incidents/triage.ts';
import type { Extent } from '../../azure/incidents/extent.ts';
import type { IncidentList, SourceProblem } from '../../azure/incidents/incidentList.ts';
import { AzimuthError } from '../../base/errors.ts';
import {
  type IncidentDetails,
  type IncidentFilter,
  type IncidentGrouping,
  OPEN_INCIDENTS,
  type TenantIncident,
} from '../../domain/incident.ts';
import { NO_FACTS, type Priority, type PriorityFacts } from '../../domain/priority.ts';
import type { Azure } from '../azure/azure.ts';
import {
  incidentServices,
  openList,
  type SentinelService,
  sentinelOf,
  targetOf,
} from './incidentServices.ts';
import { KeptDetails } from './keptDetails.ts';
import { type IncidentOrder, OrderedIncidents, rankOf, type Ranks } from './order.ts';
import { People } from './people.ts';
import { priorityRules } from './priorityRules.ts';
import { readFacts } from './readFacts.ts';
import { type RelatedIncident, relatedTo } from './related.ts';
import { sameList } from './sameList.ts';

/** How the list is looked at; kept per workspace. */
export interface Arrangement {
  readonly filter: IncidentFilter;
  readonly grouping: IncidentGrouping;
  readonly order: IncidentOrder;
}

const ARRANGEMENT = 'azimuth.incidents.arrangement';
const NONE: readonly TenantIncident[] = [];
const DEFAULT: Arrangement = { filter: OPEN_INCIDENTS, grouping: 'severity', order: 'priority' };

/** The signed-in tenant's incidents as the view, the page and the commands see them. Reads on only when asked. */
export class TenantIncidents implements vscode.Disposable {
  readonly azure: Azure;
  private readonly memory: vscode.Memento;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly detailsChanged = new vscode.EventEmitter<string>();
  private readonly raised = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  private list: IncidentList | undefined;
  /** What the person asked to see; a refresh reads that much again, whatever is shown meanwhile. */
  private asked: Extent | undefined;
  /** Set where what is shown is to be read anew; it stays until that has been read. */
  private stale = false;
  /** Why what is shown could not be read anew, where it could not. */
  private unread: readonly SourceProblem[] = [];
  private loading: Promise<void> | undefined;
  /** The count of all when the view was told last. */
  private told: number | undefined;
  /** Whether what is being read is all that is shown, not one page more. */
  private readsAnew = false;
  private ranks: Ranks = { facts: new Map(), rules: priorityRules() };
  private readonly inOrder = new OrderedIncidents();
  private readonly details = new KeptDetails(
    (incident) => this.readDetails(incident),
    (key) => this.detailsChanged.fire(key),
  );
  private readonly people: People;
  /** Key of the incident whose page is being looked at. */
  inSight: string | undefined;

  readonly onDidChange = this.changed.event;
  /** What raises the incidents that are shown was read, as far as it may be. */
  readonly onDidRaise = this.raised.event;
  /** What hangs on an incident may be different from what was shown; its key. */
  readonly onDidChangeDetails = this.detailsChanged.event;

  constructor(azure: Azure, memory: vscode.Memento) {
    this.azure = azure;
    this.people = new People(azure);
    this.memory = memory;
    this.subscription = vscode.Disposable.from(
      this.changed,
      this.detailsChanged,
      this.raised,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('azimuth.incidents.priority')) return;
        this.ranks = { ...this.ranks, rules: priorityRules() };
        this.changed.fire();
      }),
      azure.onDidChange(() => {
        this.people.forget();
        this.list = undefined;
        this.unread = [];
        this.ranks = { ...this.ranks, facts: new Map() };
        this.details.clear();
        this.refresh();
      }),
    );
  }

  /** Whether somebody signed in here; the view then shows the tenant and not the case. */
  get signedIn(): boolean {
    return this.azure.state === 'signed' && vscode.workspace.isTrusted;
  }

  get arrangement(): Arrangement {
    return this.memory.get<Arrangement>(ARRANGEMENT) ?? DEFAULT;
  }

  async arrange(change: Partial<Arrangement>): Promise<void> {
    const anew = change.filter !== undefined;
    if (anew) this.list = undefined;
    await this.memory.update(ARRANGEMENT, { ...this.arrangement, ...change });
    if (anew) this.refresh();
    else this.changed.fire();
  }

  /** What has been read, in the order that was chosen. */
  get items(): readonly TenantIncident[] {
    return this.inOrder.items(this.list?.items ?? NONE, this.arrangement.order, this.ranks);
  }

  get read(): IncidentList | undefined {
    return this.list;
  }

  /** Services that did not answer when the list was read again; what they had answered before is still shown. */
  get unrefreshed(): readonly SourceProblem[] {
    return this.unread;
  }

  priority(incident: TenantIncident): Priority {
    return rankOf(incident, this.ranks);
  }

  /** The first page, once; facts that raise incidents follow and tell the view. After `refresh` as much as was read before. */
  async load(): Promise<void> {
    // What was called stale while it was being read is read again.
    while (!this.list || this.stale) await this.readPage();
  }

  /** The next page. One that is asked for while the list is read anew comes after that. */
  async more(): Promise<void> {
    const isFirst = !this.list;
    while (this.readsAnew) await this.loading?.catch(() => undefined);
    await this.load();
    if (!isFirst) await this.readPage();
  }

  private readPage(): Promise<void> {
    this.loading ??= this.readOn().finally(() => {
      this.loading = undefined;
      this.readsAnew = false;
    });
    return this.loading;
  }

  /** Reads anew, seen or not: badge and warnings are to know too. What is shown stays until then, so that its rows can be acted on. */
  refresh(): void {
    this.stale = true;
    this.details.staleAll();
    if (!this.list || !this.signedIn) {
      this.changed.fire();
      return;
    }
    void vscode.window
      .withProgress({ location: { viewId: 'azimuth.incidents' } }, () => this.load())
      .then(undefined, (error: unknown) => {
        this.unread = [{ source: 'The list of incidents', error, partly: false }];
        this.changed.fire();
      });
  }

  /** What hangs on an incident as it is now. */
  detailsOf(incident: TenantIncident): Promise<IncidentDetails> {
    return this.details.now(incident);
  }

  /** What hangs on an incident as it was read last, so that a tree keeps its rows; told when it has become different. */
  detailsShown(incident: TenantIncident): Promise<IncidentDetails> {
    return this.details.shown(incident);
  }

  /** SystemAlertId of an incident's alerts where its details were asked for; asks for none. */
  async alertsRead(incident: TenantIncident): Promise<readonly string[]> {
    return (await this.details.known(incident))?.alerts.map(({ id }) => id) ?? [];
  }

  async target(incident: TenantIncident): Promise<TriageTarget> {
    return targetOf(await incidentServices(this.azure), incident);
  }

  async sentinel(incident: TenantIncident): Promise<SentinelService | undefined> {
    return sentinelOf(await incidentServices(this.azure), incident);
  }

  /** The incident as it is now; what a change took out of the filter is read by itself. */
  async current(incident: TenantIncident): Promise<TenantIncident> {
    await this.load();
    const listed = this.items.find(({ key }) => key === incident.key);
    if (listed) return listed;
    const target = await this.target(incident);
    if (target.kind === 'defender') {
      const { readDefender } = await import('../../azure/incidents/defender.ts');
      return readDefender(await target.defender.read(target.id), target.defender.tenant) ?? incident;
    }
    const { readSentinel } = await import('../../azure/incidents/sentinel.ts');
    const read = readSentinel(await target.sentinel.read(target.name), target.sentinel.place.workspace);
    return {
      ...(read?.incident ?? incident),
      defender: incident.defender,
      missingIn: incident.missingIn,
    };
  }

  /** The signed-in person's user principal name in the tenant of the incident; '' for an app. */
  async me(incident: TenantIncident): Promise<string> {
    const target = await this.target(incident);
    return this.people.in(target.kind === 'sentinel' ? target.sentinel.place.tenant : target.defender.tenant);
  }

  /** Others of the list that share entities with it, the most alike first. */
  async related(incident: TenantIncident): Promise<readonly RelatedIncident[]> {
    const { entities } = await this.detailsShown(incident);
    return relatedTo(incident, entities, this.items, (key) => this.ranks.facts.get(key)?.entities ?? []);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async readOn(): Promise<void> {
    const before = this.list;
    const anew = !before || this.stale;
    this.readsAnew = anew;
    this.stale = false;
    let list = before;
    const { extentOf, readAsFar } = await import('../../azure/incidents/extent.ts');
    try {
      list = anew
        ? await openList(this.azure, this.arrangement.filter, (tenant) => this.people.in(tenant))
        : before;
      // A refresh takes no row away that had been loaded.
      if (anew && before && this.asked) await readAsFar(list, this.asked);
      else {
        await list.more();
        this.asked = extentOf(list);
      }
    } catch (error) {
      this.stale = anew;
      throw error;
    }
    const { isPassing } = await import('../../azure/faults/fault.ts');
    const wasUnread = this.unread.length > 0;
    this.unread = anew && before ? list.problems.filter(({ error }) => isPassing(error)) : [];
    // A bad moment of the network takes no row away.
    if (this.unread.length === 0) this.list = list;
    // Each drawing makes VS Code forget the rows for a moment: nothing is drawn for nothing.
    const isSame = anew && before && sameList(before, list) && !wasUnread && this.unread.length === 0;
    if (!isSame) this.tell();
    if (anew) for (const key of this.details.keys()) this.detailsChanged.fire(key);
    if (this.unread.length > 0) return;
    if (anew) void list.counted().then(() => this.told !== this.list?.total && this.tell());
    void this.raise(list, anew).finally(() => this.raised.fire());
  }

  private tell(): void {
    this.told = this.list?.total;
    this.changed.fire();
  }

  /** Priorities come after the first page: nobody waits for them. */
  private async raise(list: IncidentList, anew: boolean): Promise<void> {
    try {
      const fresh = list.items.filter(({ key }) => anew || !this.ranks.facts.has(key));
      if (fresh.length === 0) return;
      const found = await readFacts(this.azure, list, fresh);
      for (const { key } of fresh) list.raw.delete(key);
      if (list !== this.list) return;
      const facts = new Map<string, PriorityFacts>(this.ranks.facts);
      let differ = false;
      for (const { key } of fresh) {
        // What is not found is left as it was known: another reading may have been quicker.
        const [known, now] = [facts.get(key), found.get(key)];
        if (known && (!now || isDeepStrictEqual(known, now))) continue;
        differ = true;
        facts.set(key, now ?? NO_FACTS);
      }
      if (!differ) return;
      this.ranks = { ...this.ranks, facts };
      this.tell();
    } catch (error) {
      if (!(error instanceof AzimuthError)) throw error;
      // Priorities then rest on the severity alone, and their tooltip shows no other part.
    }
  }

  private async readDetails(incident: TenantIncident): Promise<IncidentDetails> {
    const { sentinelDetails, defenderDetails } = await import('../../azure/incidents/details.ts');
    const target = await this.target(incident);
    if (target.kind === 'sentinel') return sentinelDetails(target.sentinel, target.name);
    return defenderDetails(await target.defender.read(target.id));
  }
}
