import { MINUTE } from '../instant.ts';
import type { Instant } from '../instant.ts';
import { diagnosticRecord, hasDiagnosticRecord } from '../records/diagnostic.ts';
import { LINES } from './exportFiles.ts';
import type { Shape } from './shape.ts';

/** Diagnostic settings to a storage account: a blob an hour and source, JSON Lines, filed by the hour of receipt. */
export const DIAGNOSTIC: Shape = {
  id: 'diagnostic',
  title: 'Diagnostic settings in a storage account (PT1H.json)',
  carries: hasDiagnosticRecord,
  open: (files, plan) => ({
    accept(event) {
      const { container, source, record } = diagnosticRecord(event, plan.world.tenant);
      files.add(
        `${container}/${source}/${hourFolder(received(event.time))}/PT1H.json`,
        JSON.stringify(record),
        LINES,
      );
    },
    finish: () => undefined,
  }),
};

/** Diagnostic settings to an Event Hub: `{"records":[…]}` messages, saved one a line. */
export const EVENT_HUB: Shape = {
  id: 'event-hub',
  title: 'Event Hub messages, one a line',
  carries: hasDiagnosticRecord,
  open: (files, plan) => {
    const held = new Map<string, string[]>();
    const send = (container: string, records: readonly string[]): void =>
      files.add(`eventhub/${container}.json`, `{"records":[${records.join(',')}]}`, LINES);
    return {
      accept(event) {
        const { container, record } = diagnosticRecord(event, plan.world.tenant);
        const records = held.get(container) ?? [];
        records.push(JSON.stringify(record));
        held.set(container, records);
        if (records.length < 20) return;
        send(container, records);
        held.delete(container);
      },
      finish() {
        for (const [container, records] of held) send(container, records);
      },
    };
  },
};

/** Two to nine minutes after the event, differently for each but the same at every run. */
function received(time: Instant): Instant {
  return time + 2 * MINUTE + (Math.floor(time) % (7 * MINUTE));
}

export function hourFolder(instant: Instant): string {
  const text = new Date(instant).toISOString();
  return `y=${text.slice(0, 4)}/m=${text.slice(5, 7)}/d=${text.slice(8, 10)}/h=${text.slice(11, 13)}/m=00`;
}
