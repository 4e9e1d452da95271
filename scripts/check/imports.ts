/** Runs the import rules of `.dependency-cruiser.cjs` over a source tree. */
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export interface ImportReport {
  readonly modules: number;
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
  /** Source files that the tool did not see: with any of these its silence means nothing. */
  readonly unseen: readonly string[];
}

const folders = ['src', 'webviews', 'test', 'scripts'];

/** Checks the tree in `root`; throws when it has no TypeScript file at all. */
export async function checkImports(root: string): Promise<ImportReport> {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }));
  if (files.length === 0) throw new Error(`no TypeScript file in ${root}: nothing was checked`);
  const options = await extractOptions(resolve('.dependency-cruiser.cjs'));
  const present = folders.filter((folder) => files.some((file) => file.startsWith(folder)));
  const { output } = await cruise(present, { ...options, baseDir: resolve(root) }, undefined, {
    tsConfig: extractTsConfig(join(root, 'tsconfig.json')),
  });
  if (typeof output === 'string')
    throw new Error('dependency-cruiser gave text where a result was asked for');
  const seen = new Set(output.modules.map((m) => m.source));
  return {
    modules: seen.size,
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    unseen: files.map((file) => file.replaceAll('\\', '/')).filter((file) => !seen.has(file)),
  };
}
