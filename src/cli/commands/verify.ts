import { counted } from '../../base/counts.ts';
import { resolve } from 'node:path';
import { NodeStorage } from '../../cases/nodeStorage.ts';
import { verifyCase } from '../../cases/verify.ts';
import type { VerifyFinding } from '../../domain/verifyReport.ts';
import { type Command, EXIT, parse, single } from '../command.ts';
import { plain } from '../../base/plainText.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'recompute every chain and digest of a case',
  help: `Usage: azimuth verify DIR [--json]

Reads the case in DIR again and compares journals, heads, originals and timeline with what they say of each other.
Changes nothing. Exit code 1 where something does not fit; each finding names its file and line.

  --json   print {findings: [{code, file, line, message}], checked: {journals, lines, originals, events}}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
    const storage = new NodeStorage(resolve(terminal.cwd, single(positionals, 'DIR')));
    const report = await verifyCase(storage, undefined, terminal.signal);
    const { journals, lines, originals, events } = report.checked;
    const summary = `Checked ${counted(lines, 'line')} of ${counted(journals, 'journal')}, ${counted(originals, 'original')}, ${counted(events, 'event')}`;
    const ending = report.findings.length === 0 ? 'all is well' : counted(report.findings.length, 'finding');
    await terminal.out(
      values.json
        ? `${JSON.stringify(report)}\n`
        : [...report.findings.map(sentence), `${summary}: ${ending}`, ''].join('\n'),
    );
    return report.findings.length === 0 ? EXIT.asked : EXIT.finding;
  },
};

function sentence({ code, file, line, message }: VerifyFinding): string {
  // A stranger's case may have names that would move the cursor.
  return plain(`${file}${line === undefined ? '' : `:${line}`}: ${message} [${code}]`);
}
