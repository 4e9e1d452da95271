import { groupsOf, type TenantIncident } from '../../domain/incident.ts';
import type { Clock } from '../clock.ts';
import type { IncidentNode } from '../views/incidentsTree.ts';
import { wordsOf } from '../views/nodeTree.ts';
import type { TenantIncidents } from './tenantIncidents.ts';
import { incidentNode, tenantRoots } from './tenantTree.ts';

/**
 * The rows of the tenant's tree. An incident's row is one object as long as it is shown, so that a row whose words alone changed
 * can be drawn anew by itself: VS Code forgets the rows under whatever is drawn anew until it has asked for them again, and a menu
 * on one of them then says of no row that it was meant.
 */
export class TenantRows {
  readonly #tenant: TenantIncidents;
  readonly #clock: Clock;
  /** By the incident's key. */
  readonly #rows = new Map<string, IncidentNode>();
  /** As they are now, by key: a group keeps its rows, not what they said when it was drawn. */
  #incidents = new Map<string, TenantIncident>();
  #layout = '';

  constructor(tenant: TenantIncidents, clock: Clock) {
    this.#tenant = tenant;
    this.#clock = clock;
  }

  /** All of it, to be drawn anew. */
  async roots(): Promise<readonly IncidentNode[]> {
    // What is shown stays while it is read again.
    if (!this.#tenant.read) await this.#tenant.load();
    const keys = new Set(this.#tenant.items.map(({ key }) => key));
    for (const key of this.#rows.keys()) if (!keys.has(key)) this.#rows.delete(key);
    const roots = this.#build();
    this.#layout = this.#layoutOf(roots);
    return roots;
  }

  /** Rows whose words changed since they were given; undefined where rows came, went or moved. */
  changes(): readonly IncidentNode[] | undefined {
    const before = [...this.#rows].map(([key, { item }]) => [key, wordsOf(item)] as const);
    if (this.#layoutOf(this.#build()) !== this.#layout) return undefined;
    for (const incident of this.#tenant.items) if (this.#rows.has(incident.key)) this.#row(incident);
    return before.flatMap(([key, words]) => {
      const row = this.#rows.get(key);
      return row && wordsOf(row.item) !== words ? [row] : [];
    });
  }

  /** An incident's row, where it was given. */
  known(key: string): IncidentNode | undefined {
    return this.#rows.get(key);
  }

  #build(): readonly IncidentNode[] {
    this.#incidents = new Map(this.#tenant.items.map((incident) => [incident.key, incident]));
    return tenantRoots(this.#tenant, (incident) => this.#row(incident));
  }

  #row(incident: TenantIncident): IncidentNode {
    const { key } = incident;
    const now = incidentNode(this.#tenant, this.#incidents.get(key) ?? incident, this.#clock);
    const row = Object.assign(this.#rows.get(key) ?? now, now);
    this.#rows.set(key, row);
    return row;
  }

  /** Which rows are where: all but the words of those of incidents. */
  #layoutOf(roots: readonly IncidentNode[]): string {
    const { items, arrangement } = this.#tenant;
    const own = new Set<IncidentNode>(this.#rows.values());
    const groups =
      arrangement.grouping === 'none' ? ([['', items]] as const) : [...groupsOf(items, arrangement.grouping)];
    return JSON.stringify([
      roots.map((node) => (own.has(node) ? '' : wordsOf(node.item))),
      groups.map(([name, group]) => [name, group.map(({ key }) => key)]),
    ]);
  }
}
