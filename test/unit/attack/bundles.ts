interface PatternOptions {
  readonly name?: string;
  readonly tactic?: string;
  readonly more?: object;
}

/** The reference by which an object has its ATT&CK id. */
export const external = (id: string): object => ({
  external_references: [{ source_name: 'mitre-attack', external_id: id }],
});

export function pattern(
  id: string,
  { name = id, tactic = 'impact', more = {} }: PatternOptions = {},
): object {
  const kill_chain_phases = [{ kill_chain_name: 'mitre-attack', phase_name: tactic }];
  return {
    type: 'attack-pattern',
    id: `attack-pattern--${id}`,
    name,
    kill_chain_phases,
    ...external(id),
    ...more,
  };
}

export function tactic(id: string, shortname: string): object {
  return {
    type: 'x-mitre-tactic',
    id: `x-mitre-tactic--${id}`,
    name: shortname,
    x_mitre_shortname: shortname,
    ...external(id),
  };
}

export const revokedBy = (from: string, to: string): object => ({
  type: 'relationship',
  relationship_type: 'revoked-by',
  source_ref: `attack-pattern--${from}`,
  target_ref: `attack-pattern--${to}`,
});

/** Id, successor, whether it is deprecated, tactics: what is to be read of a technique. */
type Wanted = readonly [
  id: string,
  revokedBy: string | null,
  deprecated: boolean,
  tactics: readonly string[],
];

/** A bundle of `bytes` at least, with all that releases have had beside techniques, and what they may come to have. */
export function oddBundle(bytes: number): { readonly bundle: object; readonly wanted: readonly Wanted[] } {
  const objects: object[] = [
    { type: 'x-mitre-collection', name: 'Mobile ATT&CK', x_mitre_version: '1.0' },
    {
      type: 'x-mitre-collection',
      name: 'Enterprise ATT&CK',
      x_mitre_version: '98.0',
      x_mitre_contents: [
        { object_ref: 'attack-pattern--T8001', object_modified: '2026-01-01T00:00:00.000Z' },
      ],
    },
    { type: 'x-mitre-matrix', tactic_refs: ['x-mitre-tactic--TA0040'], ...external('mobile-attack') },
    {
      type: 'x-mitre-matrix',
      tactic_refs: ['x-mitre-tactic--TA0001', 'x-mitre-tactic--gone', 'x-mitre-tactic--TA0040'],
      ...external('enterprise-attack'),
    },
    tactic('TA0040', 'impact'),
    tactic('TA0001', 'initial-access'),
    { ...tactic('TA0099', 'retired'), x_mitre_deprecated: true },
    { type: 'x-mitre-tactic', id: 'x-mitre-tactic--bare' },
    { type: 'marking-definition', id: 'marking-definition--1' },
    { type: 'identity', id: 'identity--1', name: 'Someone' },
    { type: 'x-own-thing', id: 'x-own-thing--1', nested: { objects: [{ type: 'attack-pattern' }] } },
    { type: 'extension-definition', id: 'extension-definition--1', extension_types: ['new-sdo'] },
    { id: 'untyped--1' },
    // Missing members, one by one.
    { type: 'attack-pattern', id: 'attack-pattern--bare' },
    { type: 'attack-pattern', id: 'attack-pattern--nameless', ...external('T8900') },
    { ...pattern('T8901'), external_references: 'T8901' },
    { ...pattern('T8902'), external_references: [{ source_name: 'capec', external_id: 'CAPEC-1' }] },
    { ...pattern('T8903'), name: 7 },
    pattern('T89'),
    { ...pattern('T8001'), kill_chain_phases: undefined, x_mitre_new_thing: { a: [1, null] } },
    {
      ...pattern('T8002'),
      kill_chain_phases: [
        { kill_chain_name: 'mitre-attack', phase_name: 'impact' },
        { kill_chain_name: 'lockheed', phase_name: 'impact' },
        { kill_chain_name: 'mitre-attack', phase_name: 'no-such-tactic' },
        { kill_chain_name: 'mitre-attack' },
      ],
    },
    pattern('T8003', { more: { revoked: true } }),
    pattern('T8004', { more: { revoked: true } }),
    pattern('T8005', { more: { revoked: true } }),
    revokedBy('T8004', 'T8005'),
    revokedBy('T8005', 'T8004'),
    pattern('T8006', { more: { revoked: true } }),
    revokedBy('T8006', 'T8006'),
    pattern('T8007', { more: { revoked: true, x_mitre_deprecated: true } }),
    { ...revokedBy('T8007', 'T8001'), revoked: true },
    pattern('T8008', { more: { revoked: true } }),
    { type: 'relationship', relationship_type: 'revoked-by', source_ref: 'attack-pattern--T8008' },
    { type: 'relationship', relationship_type: 'revoked-by' },
    { type: 'relationship' },
    pattern('T8009'),
    { ...pattern('T8009', { name: 'Its older self', more: { revoked: true } }), id: 'attack-pattern--old' },
    pattern('T8009.001', { more: { x_mitre_domains: ['enterprise-attack', 'ics-attack'] } }),
    pattern('T8010', { more: { x_mitre_domains: ['mobile-attack'] } }),
  ];
  const prose = 'Adversaries may do what they have not done before. '.repeat(30);
  for (let size = 0, i = 0; size < bytes; size += 1500, i++)
    objects.push({
      type: ['relationship', 'malware', 'intrusion-set', 'x-mitre-data-component', 'course-of-action'][i % 5],
      id: `filler--${i}`,
      relationship_type: 'uses',
      description: `${prose}${i}`,
      x_mitre_contributors: ['A', 'B'],
    });
  const impact = ['impact'];
  return {
    bundle: { type: 'bundle', id: 'bundle--1', spec_version: '2.1', objects },
    wanted: [
      ['T8001', null, false, []],
      ['T8002', null, false, impact],
      ['T8003', null, true, impact],
      ['T8004', 'T8005', false, impact],
      ['T8005', 'T8004', false, impact],
      ['T8006', null, true, impact],
      ['T8007', null, true, impact],
      ['T8008', null, true, impact],
      ['T8009', null, false, impact],
      ['T8009.001', null, false, impact],
    ],
  };
}
