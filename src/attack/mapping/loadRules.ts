import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import { parseRuleSet } from './parseRules.ts';
import { type RuleBook, ruleBook } from './rule.ts';

/** Reads all `*.yaml` of a folder in name order. Rejects with an AzimuthError that names the file at fault. */
export async function loadRules(folder: string): Promise<RuleBook> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  if (names.length === 0)
    throw new AzimuthError('attack.no-rules', `There are no mapping rules in ${folder}.`, {
      next: ['Install Azimuth again: its own files are missing.'],
    });
  const sets = await Promise.all(
    names.map(async (name) => parseRuleSet(await readFile(join(folder, name), 'utf8'), name)),
  );
  const owner = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const set of sets) {
    for (const table of set.tables) claim(owner, table, set.file, 'table');
    for (const rule of set.rules) claim(ids, rule.id, set.file, 'rule id');
  }
  return ruleBook(sets);
}

function claim(owners: Map<string, string>, name: string, file: string, what: string): void {
  const other = owners.get(name);
  if (other !== undefined)
    throw new AzimuthError('attack.bad-rules', `${file}: the ${what} ${name} is in ${other} too`);
  owners.set(name, file);
}
