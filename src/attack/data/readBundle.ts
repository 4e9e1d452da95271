import { AzimuthError } from '../../base/errors.ts';
import { isArrayOf, isRecord, isString } from '../../base/guards.ts';
import type { AttackVersion, Tactic, Technique } from '../../domain/attackVersion.ts';

type StixObject = Readonly<Record<string, unknown>>;

/** More than any release has come near; a bundle with more is none. */
const MOST = { objects: 200_000, techniques: 5_000, tactics: 60, name: 200 };
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;
const TACTIC = /^TA\d{4}$/;

/**
 * What MITRE's STIX 2.1 bundle of Enterprise ATT&CK says of techniques and tactics. Revoked ones name what revoked them by
 * the bundle's `revoked-by` relations. Rejects with `attack.bad-bundle` what is no such bundle; text of it is kept as text.
 */
export function readAttackBundle(value: unknown): AttackVersion {
  if (!isRecord(value) || value['type'] !== 'bundle' || !isArrayOf(isRecord)(value['objects']))
    throw bad('It is no STIX bundle.');
  const objects: readonly StixObject[] = value['objects'];
  if (objects.length > MOST.objects) throw bad(`It has more than ${MOST.objects} objects.`);
  const ofType = (type: string): readonly StixObject[] => objects.filter((each) => each['type'] === type);
  const version = versionOf(ofType('x-mitre-collection'));
  const tactics = tacticsOf(ofType('x-mitre-matrix'), ofType('x-mitre-tactic'));
  const shortnames = new Set(tactics.map(({ shortname }) => shortname));
  const patterns = ofType('attack-pattern').filter(isEnterprise);
  const ids = new Map(patterns.map((pattern) => [pattern['id'], idOf(pattern)]));
  const revokers = new Map(
    ofType('relationship')
      .filter((each) => each['relationship_type'] === 'revoked-by' && each['revoked'] !== true)
      .map((each) => [ids.get(each['source_ref']), ids.get(each['target_ref'])]),
  );
  const techniques = new Map<string, Technique>();
  for (const pattern of patterns) {
    const id = idOf(pattern);
    const name = nameOf(pattern);
    if (id === undefined || !TECHNIQUE.test(id) || name === '') continue;
    const revoked = pattern['revoked'] === true;
    // An id that lives on in another object is not gone.
    if (revoked && techniques.has(id)) continue;
    const successor = revokers.get(id);
    const revokedBy =
      successor !== undefined && TECHNIQUE.test(successor) && successor !== id ? successor : null;
    techniques.set(id, {
      id,
      name,
      tactics: phasesOf(pattern).filter((phase) => shortnames.has(phase)),
      parent: id.includes('.') ? id.slice(0, id.indexOf('.')) : null,
      // Revoked without a successor: there is nothing to follow, as with a deprecated one.
      deprecated: pattern['x_mitre_deprecated'] === true || (revoked && revokedBy === null),
      revokedBy: revoked ? revokedBy : null,
    });
  }
  if (tactics.length === 0 || techniques.size === 0)
    throw bad('It has no tactics or no techniques of Enterprise ATT&CK.');
  if (techniques.size > MOST.techniques || tactics.length > MOST.tactics)
    throw bad('It has more techniques or tactics than ATT&CK can have.');
  return { version, tactics, techniques: [...techniques.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function versionOf(collections: readonly StixObject[]): string {
  const versions = collections
    .filter((each) => String(each['name']).includes('Enterprise'))
    .map((each) => each['x_mitre_version']);
  const [version] = versions;
  if (!isString(version) || !/^\d{1,3}\.\d{1,3}$/.test(version))
    throw bad('No x-mitre-collection of it says which version of Enterprise ATT&CK it is.');
  return version;
}

/** In the order of the Enterprise matrix, where the bundle has it. */
function tacticsOf(matrices: readonly StixObject[], objects: readonly StixObject[]): readonly Tactic[] {
  const matrix = matrices.find((each) => idOf(each) === 'enterprise-attack') ?? matrices[0];
  const refs = isArrayOf(isString)(matrix?.['tactic_refs']) ? matrix['tactic_refs'] : [];
  const rank = (object: StixObject): number => {
    const at = refs.indexOf(String(object['id']));
    return at < 0 ? refs.length : at;
  };
  return objects
    .filter((each) => isEnterprise(each) && each['revoked'] !== true && each['x_mitre_deprecated'] !== true)
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((each) => {
      const id = idOf(each);
      const shortname = each['x_mitre_shortname'];
      const name = nameOf(each);
      return id !== undefined &&
        TACTIC.test(id) &&
        isString(shortname) &&
        /^[a-z-]{1,60}$/.test(shortname) &&
        name !== ''
        ? [{ id, shortname, name }]
        : [];
    });
}

/** Bundles may hold objects of other domains beside; old ones do not say of which they are. */
function isEnterprise(object: StixObject): boolean {
  const domains = object['x_mitre_domains'];
  return !Array.isArray(domains) || domains.includes('enterprise-attack');
}

function idOf(object: StixObject): string | undefined {
  const references = object['external_references'];
  if (!isArrayOf(isRecord)(references)) return undefined;
  const id = references.find((each) => each['source_name'] === 'mitre-attack')?.['external_id'];
  return isString(id) ? id : undefined;
}

function nameOf(object: StixObject): string {
  const name = object['name'];
  return isString(name)
    ? name
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
        .trim()
        .slice(0, MOST.name)
    : '';
}

function phasesOf(object: StixObject): readonly string[] {
  const phases = object['kill_chain_phases'];
  return isArrayOf(isRecord)(phases)
    ? phases
        .filter((each) => each['kill_chain_name'] === 'mitre-attack')
        .flatMap((each) => (isString(each['phase_name']) ? [each['phase_name']] : []))
    : [];
}

function bad(why: string): AzimuthError {
  return badBundle(`The file cannot be taken as a version of ATT&CK. ${why}`);
}

export function badBundle(message: string): AzimuthError {
  return new AzimuthError('attack.bad-bundle', message, {
    unharmed: 'the versions that are known stay as they are',
    next: ['Take enterprise-attack.json of a release of MITRE\u2019s attack-stix-data.'],
  });
}
