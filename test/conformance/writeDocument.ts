import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISPUTED } from './disputed.ts';
import { supportText } from './supportDocument.ts';
import { type Entry, tally, VERDICTS } from './tally.ts';

const DOCUMENT = join(import.meta.dirname, '..', '..', 'docs', 'kql-support.md');

const HEAD = `# What KQL the embedded engine answers

Written by \`npm run conformance\`; a test compares the lists with the function table. *Exact* means the service's answer, types
included. *Approximate* columns are marked so in the answer, with the bound. *Refused* queries name the place, the reason and,
where there is one, the way to write it instead.

Reals are rounded as 64-bit floating point is. A sum over rows is taken in no fixed order, here as in the service, so the last
digits of a sum, an average or a spread may differ; where large terms cancel (a covariance of numbers around 1e10 that comes
out near 1) more of them do, up to n · 2⁻⁵² times the sum of the terms' sizes.
`;

/** The lists as they are in the document. */
export function listsOf(document: string): string {
  return document
    .slice(document.indexOf('## Operators'), document.indexOf('## Cases of other engines'))
    .trim();
}

/** Writes docs/kql-support.md: the lists anew, and the tallies of the cases that were run. */
export function writeDocument(entries: readonly Entry[]): void {
  const rows = [...tally(entries, ({ source, area }) => [`${source}: ${area}`])].map(
    ([name, counts]) => `| ${name} | ${VERDICTS.map((verdict) => counts.get(verdict) ?? '').join(' | ')} |`,
  );
  const table = [
    `| cases | ${VERDICTS.join(' | ')} |`,
    `|---|${VERDICTS.map(() => '---').join('|')}|`,
    ...rows,
  ].join('\n');
  const disputed = [...DISPUTED].map(([id, verdict]) => `- ${id}: ${verdict}`).join('\n');
  const text = `${HEAD}
${supportText()}

## Cases of other engines

A detection that runs gives rows or is empty; every other case has an answer to compare with.

${table}

### Disputed

The expected answer of these is not the service's:

${disputed}
`;
  writeFileSync(DOCUMENT, text);
}

export function readDocument(): string {
  return readFileSync(DOCUMENT, 'utf8');
}
