import { AzimuthError } from '../base/errors.ts';
import { afbTimeline } from './afb.ts';
import { csvTimeline } from './csv.ts';
import type { Exported, Story } from './exchange.ts';
import { htmlTimeline } from './html.ts';
import { markdownTimeline } from './markdownTable.ts';
import { navigatorLayer } from './navigator.ts';
import { attackFlow } from './stix/attackFlow.ts';
import { stixTimeline } from './stix/stixBundle.ts';
import { pngTimeline, svgTimeline } from './storyDrawing.ts';
import { timesketchCsv, timesketchJsonl } from './timesketch.ts';

export interface ExportFormat {
  /** As the command line names it. */
  readonly id: string;
  readonly label: string;
  /** With its dot. */
  readonly extension: string;
  make(story: Story): Exported;
}

/** What a timeline is exported to, in the order in which it is offered. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { id: 'navigator', label: 'ATT&CK Navigator layer 4.5', extension: '.json', make: navigatorLayer },
  { id: 'attack-flow', label: 'Attack Flow 2.0 (STIX bundle)', extension: '.json', make: attackFlow },
  { id: 'afb', label: 'Attack Flow Builder', extension: '.afb', make: afbTimeline },
  { id: 'stix', label: 'STIX 2.1 bundle', extension: '.json', make: stixTimeline },
  { id: 'timesketch', label: 'Timesketch JSON Lines', extension: '.jsonl', make: timesketchJsonl },
  { id: 'timesketch-csv', label: 'Timesketch CSV', extension: '.csv', make: timesketchCsv },
  { id: 'csv', label: 'CSV', extension: '.csv', make: csvTimeline },
  { id: 'markdown', label: 'Markdown table', extension: '.md', make: markdownTimeline },
  { id: 'html', label: 'HTML page in one file', extension: '.html', make: htmlTimeline },
  { id: 'svg', label: 'SVG picture', extension: '.svg', make: svgTimeline },
  { id: 'png', label: 'PNG picture', extension: '.png', make: pngTimeline },
];

/** Rejects with `exchange.unknown-format`, which names those that there are. */
export function exportFormat(id: string): ExportFormat {
  const found = EXPORT_FORMATS.find((format) => format.id === id);
  if (found) return found;
  throw new AzimuthError('exchange.unknown-format', `There is no format "${id}".`, {
    unharmed: 'nothing was written',
    next: [`Choose one of ${EXPORT_FORMATS.map((format) => format.id).join(', ')}.`],
  });
}
