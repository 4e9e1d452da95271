import { CATALOGUE } from './catalogue.ts';

/** The pages of docs/lint: file name → Markdown. */
export function lintPages(): ReadonlyMap<string, string> {
  const codes = Object.entries(CATALOGUE);
  const pages = codes.map(([code, { title, severity, why, remedy }]): [string, string] => [
    `${code}.md`,
    [
      `# ${code}`,
      '',
      `${title}. Severity: ${severity}.`,
      '',
      why,
      '',
      remedy,
      '',
      'Where the finding does not apply, say so on its line or the line before, with the reason:',
      '',
      '```yaml',
      `# azimuth-ignore ${code}: why it does not apply here`,
      '```',
      '',
      'In the query the comment begins with `//`. Before the first field it holds for the whole file.',
      '',
    ].join('\n'),
  ]);
  const list = codes.map(
    ([code, { title, severity }]) => `| [${code}](${code}.md) | ${severity} | ${title} |`,
  );
  const index = [
    '# Lint of detection rules',
    '',
    'Made from `src/detections/lint/catalogue.ts` by `node scripts/buildLintPages.ts`.',
    '',
    '| code | severity | finding |',
    '|---|---|---|',
    ...list,
    '',
  ];
  return new Map([['README.md', index.join('\n')], ...pages]);
}
