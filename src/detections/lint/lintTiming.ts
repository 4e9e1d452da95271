import { shortDuration } from '../rule/duration.ts';
import type { RuleSource } from '../rule/source.ts';
import type { Findings } from './findings.ts';

const HOUR = 3600;
const TWO_DAYS = 48 * HOUR;

/** How queryFrequency and queryPeriod go together, and whether a rest says how long. Each on its own is a matter of its field. */
export function lintTiming(source: RuleSource, findings: Findings): void {
  const { kind, frequency, period } = source.rule;
  if (source.data['suppressionEnabled'] === true && (source.data['suppressionDuration'] ?? null) === null)
    findings.add(
      'field-missing',
      { field: 'suppressionDuration', kind: null },
      source.keySpan(['suppressionEnabled']) ?? source.span(['suppressionEnabled']),
      { severity: 'warning' },
    );
  if (
    kind !== 'Scheduled' ||
    typeof source.data['queryFrequency'] !== 'string' ||
    typeof source.data['queryPeriod'] !== 'string'
  )
    return;
  const words = { period: shortDuration(period), frequency: shortDuration(frequency) };
  const span = source.span(['queryPeriod']);
  if (period < frequency)
    findings.add('period-below-frequency', words, span, {
      fixes: [
        { title: `Change queryPeriod to ${words.frequency}`, edits: [{ ...span, text: words.frequency }] },
      ],
    });
  if (period >= TWO_DAYS && frequency < HOUR) {
    const at = source.span(['queryFrequency']);
    findings.add('frequency-too-often', words, at, {
      fixes: [{ title: 'Change queryFrequency to 1h', edits: [{ ...at, text: '1h' }] }],
    });
  }
}
