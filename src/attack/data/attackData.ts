import type { AttackLabels } from '../../domain/observed.ts';
import type { AttackVersion, Tactic, Technique } from '../../domain/attackVersion.ts';
import enterprise from './enterprise.json' with { type: 'json' };

/** Version ordinal it holds from, name, comma list of tactics, fate: '' active, '-' deprecated, '>ID' revoked by. */
type State = readonly [since: number, name: string, tactics: string, fate: string];

interface Enterprise {
  readonly notice: string;
  readonly versions: readonly string[];
  readonly tactics: readonly {
    readonly since: number;
    readonly matrix: readonly (readonly [id: string, shortname: string, name: string])[];
  }[];
  readonly techniques: Readonly<Record<string, readonly State[]>>;
}

const data = enterprise as unknown as Enterprise;

/** MITRE's notice; it is shown wherever its data is. */
export const ATTACK_NOTICE = data.notice;

const versions = [...data.versions];

/** Enterprise versions that are known, oldest first. */
export const ATTACK_VERSIONS: readonly string[] = versions;

/** The newest version that is built in: the one that rules are written for and that is shown unless a setting says otherwise. */
export const NEWEST_ATTACK_VERSION = data.versions.at(-1) ?? '';

const tacticsByVersion = new Map<string, readonly Tactic[]>(
  data.versions.map((version, ordinal) => [
    version,
    (latest(data.tactics, ordinal, (entry) => entry.since)?.matrix ?? []).map(([id, shortname, name]) => ({
      id,
      shortname,
      name,
    })),
  ]),
);

/** Makes a version known in this process that is not built in; what was added of it before is replaced. */
export function addAttackVersion({ version, tactics: matrix, techniques: all }: AttackVersion): void {
  if (data.versions.includes(version)) return;
  if (!versions.includes(version)) versions.push(version);
  versions.sort((a, b) => Number(a) - Number(b));
  tacticsByVersion.set(version, matrix);
  techniquesByVersion.set(version, new Map(all.map((each) => [each.id, each])));
}

const techniquesByVersion = new Map<string, ReadonlyMap<string, Technique>>();

/** In matrix order; empty for an unknown version. */
export function tactics(version: string): readonly Tactic[] {
  return tacticsByVersion.get(version) ?? [];
}

/** Revoked and deprecated techniques are found too; undefined where the version has no such id. */
export function technique(id: string, version: string): Technique | undefined {
  return techniques(version).get(id);
}

/** All that the version holds, by id; empty for an unknown version. */
export function techniques(version: string): ReadonlyMap<string, Technique> {
  let known = techniquesByVersion.get(version);
  if (!known) {
    const ordinal = data.versions.indexOf(version);
    const found = Object.entries(data.techniques).flatMap(([id, states]): [string, Technique][] => {
      const state = latest(states, ordinal, ([since]) => since);
      return state ? [[id, fromState(id, state)]] : [];
    });
    known = new Map(found);
    techniquesByVersion.set(version, known);
  }
  return known;
}

/** Labels for a picture in `version`; ids that it does not have are left out. */
export function attackLabels(version: string, ids: Iterable<string>): AttackLabels {
  const labelled: Record<string, { name: string; tactics: readonly string[] }> = {};
  for (const id of ids) {
    const found = technique(id, version);
    if (found) labelled[id] = { name: found.name, tactics: found.tactics };
  }
  return { version, tactics: tactics(version), techniques: labelled, notice: ATTACK_NOTICE };
}

function fromState(id: string, [, name, tacticList, fate]: State): Technique {
  const dot = id.indexOf('.');
  return {
    id,
    name,
    tactics: tacticList === '' ? [] : tacticList.split(','),
    parent: dot < 0 ? null : id.slice(0, dot),
    deprecated: fate === '-',
    revokedBy: fate.startsWith('>') ? fate.slice(1) : null,
  };
}

function latest<T>(entries: readonly T[], ordinal: number, since: (entry: T) => number): T | undefined {
  return entries.findLast((entry) => since(entry) <= ordinal);
}
