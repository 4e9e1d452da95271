import type { TenantIncident } from '../../domain/incident.ts';
import { counted } from '../../base/counts.ts';

/** The priority from which an incident is critical: that of high severity on a resource of which nothing is known. */
const CRITICAL = 24;
/** Keys that are remembered, so that nobody is told twice. */
const REMEMBERED = 2_000;
/** Between two looks at the clock. Milliseconds. */
const LOOK = 60_000;

/** Critical incidents that nobody has taken for longer than `minutes`, the most urgent first; none where that is 0. @param now milliseconds since 1970 */
export function unattendedAmong(
  incidents: readonly TenantIncident[],
  scoreOf: (incident: TenantIncident) => number,
  minutes: number,
  now: number,
): readonly TenantIncident[] {
  if (minutes <= 0) return [];
  return incidents
    .filter(
      (incident) =>
        incident.status === 'new' &&
        incident.owner === '' &&
        now - Date.parse(incident.created) > minutes * 60_000 &&
        (incident.severity === 'high' || scoreOf(incident) >= CRITICAL),
    )
    .sort((a, b) => scoreOf(b) - scoreOf(a));
}

/** Those that were not told before, and the keys to remember then. */
export function untold(
  found: readonly TenantIncident[],
  told: readonly string[],
): { readonly fresh: readonly TenantIncident[]; readonly told: readonly string[] } {
  const known = new Set(told);
  const fresh = found.filter(({ key }) => !known.has(key));
  return { fresh, told: [...told, ...fresh.map(({ key }) => key)].slice(-REMEMBERED) };
}

/** What the view's badge says: how many of the incidents are new; undefined where none is. */
export function badgeOf(
  incidents: readonly TenantIncident[],
  unattended: number,
): { readonly value: number; readonly tooltip: string } | undefined {
  const value = incidents.filter(({ status }) => status === 'new').length;
  if (value === 0) return undefined;
  const waiting = unattended > 0 ? `; ${counted(unattended, 'critical incident')} that nobody has taken` : '';
  return { value, tooltip: `${value} new of those that are loaded${waiting}` };
}

/** What is read again every so often, and looked at in between. */
export interface Watched {
  /** Whether there is something to read again. */
  readonly isRead: () => boolean;
  /** 0 for never. */
  readonly refreshMinutes: () => number;
  readonly refresh: () => void;
  readonly look: () => void;
}

/** Until it is disposed of; changed settings hold from the next minute on. */
export function watch({ isRead, refreshMinutes, refresh, look }: Watched): { dispose(): void } {
  let read = Date.now();
  const timer = setInterval(() => {
    if (!isRead()) return;
    const every = refreshMinutes();
    if (every > 0 && Date.now() - read >= every * 60_000) {
      read = Date.now();
      refresh();
    } else look();
  }, LOOK);
  timer.unref();
  return { dispose: () => clearInterval(timer) };
}
