import type { Severity } from '../../domain/timelineEvent.ts';

/** A shape for each severity as well as a colour, so that neither is needed alone. */
export const SEVERITY_ICON: Readonly<Record<Severity, { readonly icon: string; readonly color: string }>> = {
  high: { icon: 'flame', color: 'charts.red' },
  medium: { icon: 'warning', color: 'charts.orange' },
  low: { icon: 'info', color: 'charts.yellow' },
  informational: { icon: 'circle-outline', color: 'charts.blue' },
};

export const SEVERITIES = Object.keys(SEVERITY_ICON) as readonly Severity[];

/** Sentinel writes `High`, Defender `high` or `Informational`; anything else is informational. */
export function severityOf(text: string): Severity {
  const lower = text.toLowerCase();
  return SEVERITIES.find((severity) => severity === lower) ?? 'informational';
}

export function titleCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
