import * as vscode from 'vscode';
import { type IncidentFilter, type IncidentGrouping, OPEN_INCIDENTS } from '../../domain/incident.ts';
import { SEVERITIES, titleCase } from '../views/severity.ts';
import type { IncidentOrder } from './order.ts';
import type { TenantIncidents } from './tenantIncidents.ts';

const SAVED = 'azimuth.incidents.savedFilters';
const STATUSES = ['new', 'active', 'closed'] as const;

/** Asks for one part of the filter after another, until the person is done; saved filters are beside them. */
export async function filterIncidents(incidents: TenantIncidents, memory: vscode.Memento): Promise<void> {
  const saved = memory.get<SavedFilters>(SAVED) ?? {};
  const { filter } = incidents.arrangement;
  const choice = await vscode.window.showQuickPick(
    [
      { part: 'severities', label: 'Severity', description: filter.severities.join(', ') || 'any' },
      { part: 'statuses', label: 'Status', description: filter.statuses.join(', ') || 'any' },
      { part: 'owner', label: 'Owner', description: filter.owner || 'anyone' },
      { part: 'since', label: 'Created Since', description: filter.since || 'any time' },
      { part: 'tactic', label: 'Tactic', description: filter.tactic || 'any' },
      { part: 'product', label: 'Product', description: filter.product || 'any' },
      { part: 'text', label: 'Text', description: filter.text || 'any' },
      { part: '', label: 'Saved', kind: vscode.QuickPickItemKind.Separator },
      ...Object.keys(saved).map((name) => ({
        part: `saved/${name}`,
        label: name,
        description: 'saved filter',
      })),
      { part: 'save', label: 'Save This Filter...' },
      ...(Object.keys(saved).length > 0
        ? [{ part: 'manage', label: 'Rename or Remove Saved Filters...' }]
        : []),
      { part: 'reset', label: 'Open Incidents', description: 'new and active, of anyone' },
    ],
    { title: 'Filter Incidents' },
  );
  if (!choice) return;
  if (choice.part === 'manage') return manageSaved(memory, saved);
  if (choice.part === 'save') {
    const name = await askName('Save Filter', '', saved);
    if (name !== undefined) await memory.update(SAVED, { ...saved, [name]: filter });
    return;
  }
  const next =
    choice.part === 'reset'
      ? OPEN_INCIDENTS
      : choice.part.startsWith('saved/')
        ? saved[choice.part.slice('saved/'.length)]
        : await changed(incidents, filter, choice.part);
  if (next) await incidents.arrange({ filter: next });
}

type SavedFilters = Readonly<Record<string, IncidentFilter>>;

/** A name that no saved filter has; undefined where the person left. */
async function askName(title: string, value: string, saved: SavedFilters): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: 'Its name',
    value,
    validateInput: (text) =>
      text.trim() === ''
        ? 'A name'
        : text.trim() !== value && Object.hasOwn(saved, text.trim())
          ? 'Another saved filter has this name'
          : undefined,
  });
  return name?.trim();
}

async function manageSaved(memory: vscode.Memento, saved: SavedFilters): Promise<void> {
  const names = Object.keys(saved);
  const choice = await vscode.window.showQuickPick(
    [
      ...names.map((name) => ({ label: `Rename ${name}...`, name, renames: true })),
      ...names.map((name) => ({ label: `Remove ${name}`, name, renames: false })),
    ],
    { title: 'Saved Filters' },
  );
  if (!choice) return;
  const renamed = choice.renames ? await askName('Rename Filter', choice.name, saved) : undefined;
  if (choice.renames && renamed === undefined) return;
  const next = Object.entries(saved).flatMap(([name, filter]) =>
    name !== choice.name
      ? [[name, filter] as const]
      : renamed === undefined
        ? []
        : [[renamed, filter] as const],
  );
  await memory.update(SAVED, Object.fromEntries(next));
}

async function changed(
  incidents: TenantIncidents,
  filter: IncidentFilter,
  part: string,
): Promise<IncidentFilter | undefined> {
  if (part === 'severities' || part === 'statuses') {
    const all: readonly string[] = part === 'severities' ? SEVERITIES : STATUSES;
    const current: readonly string[] = filter[part];
    const picked = await vscode.window.showQuickPick(
      all.map((value) => ({ label: titleCase(value), value, picked: current.includes(value) })),
      { title: 'Filter Incidents', canPickMany: true },
    );
    if (!picked) return undefined;
    const values = picked.map(({ value }) => value);
    return part === 'severities'
      ? { ...filter, severities: SEVERITIES.filter((each) => values.includes(each)) }
      : { ...filter, statuses: STATUSES.filter((each) => values.includes(each)) };
  }
  if (part === 'since') {
    const text = await vscode.window.showInputBox({
      title: 'Filter Incidents',
      prompt: 'Created since, ISO 8601 in UTC; empty for any time',
      value: filter.since,
      validateInput: (value) =>
        value === '' || Number.isFinite(Date.parse(value))
          ? undefined
          : 'A time such as 2026-03-01T00:00:00Z',
    });
    return text === undefined
      ? undefined
      : { ...filter, since: text === '' ? '' : new Date(text).toISOString() };
  }
  const offered =
    part === 'owner'
      ? [
          'me',
          'nobody',
          ...new Set(incidents.items.map(({ owner }) => owner).filter((owner) => owner !== '')),
        ]
      : part === 'tactic'
        ? [...new Set(incidents.items.flatMap(({ tactics }) => tactics))]
        : part === 'product'
          ? [...new Set(incidents.items.flatMap(({ products }) => products))]
          : [];
  if (part === 'text') {
    const text = await vscode.window.showInputBox({
      title: 'Filter Incidents',
      prompt: 'In the title, number or id',
      value: filter.text,
    });
    return text === undefined ? undefined : { ...filter, text };
  }
  const value = await vscode.window.showQuickPick(['any', ...offered], { title: 'Filter Incidents' });
  if (value === undefined || (part !== 'owner' && part !== 'tactic' && part !== 'product')) return undefined;
  return { ...filter, [part]: value === 'any' ? '' : value };
}

const GROUPINGS: readonly IncidentGrouping[] = ['severity', 'status', 'owner', 'tactic', 'product', 'none'];
const ORDERS: readonly IncidentOrder[] = ['priority', 'created', 'modified', 'severity'];

export async function arrangeIncidents(incidents: TenantIncidents): Promise<void> {
  const { grouping, order } = incidents.arrangement;
  const choice = await vscode.window.showQuickPick(
    [
      ...GROUPINGS.map((value) => ({
        label: `Group by ${value}`,
        description: value === grouping ? 'now' : '',
        value: { grouping: value },
      })),
      ...ORDERS.map((value) => ({
        label: `Sort by ${value}`,
        description: value === order ? 'now' : '',
        value: { order: value },
      })),
    ],
    { title: 'Group and Sort Incidents' },
  );
  if (choice) await incidents.arrange(choice.value);
}
