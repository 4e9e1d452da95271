import type { YamlSource } from '../rule/source.ts';
import { CATALOGUE } from './catalogue.ts';
import { type Finding, Findings } from './findings.ts';

interface Silence {
  readonly code: string;
  readonly reason: string;
  readonly offset: number;
  readonly length: number;
  /** Lines that it holds for; undefined: the whole file. */
  readonly lines: readonly number[] | undefined;
  used: boolean;
}

const COMMENT = /(?:#|\/\/)[ \t]*azimuth-ignore[ \t]+([a-z-]+)[ \t]*(?::[ \t]*(.*?))?[ \t]*$/gm;

/**
 * Takes out what a comment silences. `# azimuth-ignore CODE: reason` (or `//` in the query) holds for its line and the
 * next one with content, before the first field for the whole file; without a reason it silences nothing.
 */
export function applySilences(source: YamlSource, findings: readonly Finding[]): readonly Finding[] {
  const silences = readSilences(source);
  const own = new Findings((code) => CATALOGUE[code].severity);
  const kept = findings.filter((finding) => {
    const line = source.position(finding.span.start).line;
    const silence = silences.find(
      ({ code, reason, lines }) => code === finding.code && reason !== '' && (!lines || lines.includes(line)),
    );
    if (silence) silence.used = true;
    return !silence;
  });
  for (const { code, reason, offset, length, used } of silences) {
    if (reason === '') own.add('silence-without-reason', { code }, { start: offset, length });
    else if (!used && Object.hasOwn(CATALOGUE, code))
      own.add('silence-unused', { code: code }, { start: offset, length });
  }
  return [...kept, ...own.all];
}

function readSilences(source: YamlSource): Silence[] {
  const lines = source.text.split('\n');
  const firstField = lines.findIndex((line) => /^[A-Za-z"']/.test(line)) + 1;
  return [...source.text.matchAll(COMMENT)].map((match) => {
    const { line } = source.position(match.index);
    let next = line + 1;
    while (next <= lines.length && /^\s*(#.*|\/\/.*)?$/.test(lines[next - 1] ?? '')) next++;
    return {
      code: match[1] ?? '',
      reason: match[2] ?? '',
      offset: match.index,
      length: match[0].length,
      lines: line < firstField ? undefined : [line, next],
      used: false,
    };
  });
}
