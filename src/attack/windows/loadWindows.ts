import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AzimuthError } from '../../base/errors.ts';
import { parseWindowRules } from './parseWindows.ts';
import type { WindowRule } from './windowRule.ts';

/** The window rules of all `*.yaml` of a folder, in name order. */
export async function loadWindowRules(folder: string): Promise<readonly WindowRule[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) =>
      parseWindowRules(await readFile(join(folder, name), 'utf8'), `windows/${name}`),
    ),
  );
  const rules = files.flat();
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw new AzimuthError('attack.bad-rules', `Two window rules have the id ${twice}.`);
  return rules;
}
