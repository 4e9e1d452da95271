/**
 * Writes src/attack/data/enterprise.json from the per-version tables of ../shared/attack: what each version says of
 * a technique, stored once and again only where a later version differs. Run when a version is added:
 * node scripts/attackData.ts [FOLDER]
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface SourceTechnique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
  readonly revoked: boolean;
  readonly deprecated: boolean;
  readonly revokedBy: string | null;
}

interface Source {
  readonly meta: { readonly version: string };
  readonly tactics: readonly { readonly id: string; readonly name: string; readonly shortname: string }[];
  readonly techniques: readonly SourceTechnique[];
}

const NOTICE =
  '© The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'shared', 'attack');
const sources = readdirSync(folder)
  .filter((name) => /^enterprise-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Source)
  .sort((a, b) => Number(a.meta.version) - Number(b.meta.version));

const versions = sources.map((source) => source.meta.version);

const tacticLines = new Map<string, number>();
sources.forEach((source, version) => {
  const line = JSON.stringify(source.tactics.map((tactic) => [tactic.id, tactic.shortname, tactic.name]));
  if (!tacticLines.has(line)) tacticLines.set(line, version);
});

const techniqueIds = [...new Set(sources.flatMap((source) => source.techniques.map((t) => t.id)))].sort();
const techniqueLines = techniqueIds.map((id) => {
  const states: [number, string, string, string][] = [];
  sources.forEach((source, version) => {
    const technique = source.techniques.find((candidate) => candidate.id === id);
    const known = states.at(-1);
    if (!technique) {
      if (known) throw new Error(`${id} is gone in ${source.meta.version}; the format has no word for that`);
      return;
    }
    const fate = technique.revoked ? `>${technique.revokedBy ?? ''}` : technique.deprecated ? '-' : '';
    const state: [number, string, string, string] = [
      version,
      technique.name,
      technique.tactics.join(','),
      fate,
    ];
    if (known?.slice(1).join('|') !== state.slice(1).join('|')) states.push(state);
  });
  return `${JSON.stringify(id)}:${JSON.stringify(states)}`;
});

const text = `{
"notice":${JSON.stringify(NOTICE)},
"versions":${JSON.stringify(versions)},
"tactics":[
${[...tacticLines].map(([line, since]) => `{"since":${String(since)},"matrix":${line}}`).join(',\n')}
],
"techniques":{
${techniqueLines.join(',\n')}
}
}
`;
writeFileSync(join(import.meta.dirname, '..', 'src', 'attack', 'data', 'enterprise.json'), text);
console.log(`${String(techniqueIds.length)} techniques, ${versions.join(' ')}, ${String(text.length)} bytes`);
