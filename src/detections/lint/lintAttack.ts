import { ATTACK_VERSIONS, technique } from '../../attack/data/attackData.ts';
import { translateTechnique } from '../../attack/data/translate.ts';
import type { RuleSource, YamlPath } from '../rule/source.ts';
import { nearestName } from '../../base/nearestNames.ts';
import type { Findings, Fix } from './findings.ts';
import { replacement } from './lintFields.ts';
import { SENTINEL_TACTICS, sentinelTactic, shortnamesOf } from './sentinelTactics.ts';

/** Whether tactics and techniques are there in the chosen ATT&CK version and belong together. */
export function lintAttack(source: RuleSource, version: string, findings: Findings): void {
  const { techniques } = source.rule;
  const tactics: string[] = [];
  for (const [index, tactic] of source.rule.tactics.entries()) {
    const inAnyCase = SENTINEL_TACTICS.find((each) => each.toLowerCase() === tactic.toLowerCase());
    tactics.push(inAnyCase ?? tactic);
    if (inAnyCase === tactic) continue;
    const span = source.span(['tactics', index]);
    const near =
      SENTINEL_TACTICS.find((each) => each.toLowerCase() === tactic.replace(/[\s_-]/g, '').toLowerCase()) ??
      nearestName(tactic, SENTINEL_TACTICS);
    findings.add('tactic-unknown', { tactic, near }, span, {
      fixes: near === null ? [] : [replacement(span, near)],
      ...(inAnyCase !== undefined && { severity: 'warning' }),
    });
  }
  const field = source.data['relevantTechniques'] === undefined ? 'techniques' : 'relevantTechniques';
  const covered = new Set(tactics.flatMap((tactic) => shortnamesOf(tactic, version)));
  // Industrial control systems have a matrix of their own, which is not judged here.
  const foreign = tactics.some(
    (tactic) => tactic === 'ImpairProcessControl' || tactic === 'InhibitResponseFunction',
  );
  for (const [index, id] of techniques.entries()) {
    const path: YamlPath = [field, index];
    const active = lintTechnique(source, id, path, version, findings);
    if (active === undefined) continue;
    const own = technique(active, version)?.tactics ?? [];
    const missing = own.filter((tactic) => !covered.has(tactic));
    if (missing.length === 0 || (foreign && missing.length === own.length)) continue;
    const words = missing.map(sentinelTactic);
    const fixes = words.flatMap((word) => listFix(source, word));
    const code = missing.length === own.length ? 'technique-without-tactic' : 'tactic-not-listed';
    // A rule that was right in the version it was written for is not wrong, only behind.
    // Hunting queries are not validated for it: they are run by a person.
    const behind =
      code === 'technique-without-tactic' && (source.rule.kind === 'Hunting' || wasListed(id, tactics));
    findings.add(code, { technique: id, version, tactics: words }, source.span(path), {
      fixes,
      ...(behind && { severity: 'warning' }),
    });
  }
}

/** Whether the technique had one of the tactics in a version of ATT&CK that we have. */
function wasListed(id: string, listed: readonly string[]): boolean {
  return ATTACK_VERSIONS.some((version) =>
    technique(id, version)?.tactics.some((own) =>
      listed.some((tactic) => shortnamesOf(tactic, version).includes(own)),
    ),
  );
}

/** The id that stands for it in the version; undefined where there is none. */
function lintTechnique(
  source: RuleSource,
  id: string,
  path: YamlPath,
  version: string,
  findings: Findings,
): string | undefined {
  const span = source.span(path);
  const known = technique(id, version);
  if (known?.revokedBy === null && !known.deprecated) return id;
  const from = ATTACK_VERSIONS.findLast((each) => {
    const there = technique(id, each);
    return there?.revokedBy === null && !there.deprecated;
  });
  if (from === undefined && !known) {
    // Matrices of mobile devices and control systems have ids of their own.
    if (!/^T0\d{3}(\.\d{3})?$/.test(id)) findings.add('technique-unknown', { technique: id, version }, span);
    return undefined;
  }
  const translation = from === undefined ? undefined : translateTechnique(id, from, version);
  const successors =
    translation?.kind === 'one' ? [translation.id] : translation?.kind === 'several' ? translation.ids : [];
  findings.add(
    'technique-succeeded',
    { technique: id, version, successors, reason: translation?.reason ?? 'it is not in use' },
    span,
    {
      fixes: successors.map((successor) => replacement(span, successor)),
    },
  );
  return successors.length === 1 ? successors[0] : undefined;
}

/** Adds an element to `tactics`, in the form that the list has. */
function listFix(source: RuleSource, word: string): readonly Fix[] {
  const count = source.rule.tactics.length;
  if (count === 0) return [];
  const last = source.span(['tactics', count - 1]);
  const before = source.text.slice(0, last.start);
  const dash = /(\n[ \t]*-[ \t]*)$/.exec(before)?.[1];
  const text = dash ?? (/[[,]\s*$/.test(before) ? ', ' : undefined);
  return text === undefined
    ? []
    : [
        {
          title: `Add ${word} to tactics`,
          edits: [{ start: last.start + last.length, length: 0, text: `${text}${word}` }],
        },
      ];
}
