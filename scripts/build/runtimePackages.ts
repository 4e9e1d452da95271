/** Packages that cannot be bundled (native code, scripts that add globals) or are no code: put beside the bundles instead. */
import { cpSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Never bundled; `skip` names files of the package that nothing loads. */
const unbundled: readonly { readonly name: RegExp; readonly skip?: RegExp }[] = [
  { name: /^@duckdb\/node-bindings/, skip: /\.d\.ts$|\.map$/ },
  { name: /^uap-core$/, skip: /^(?!regexes\.yaml$|package\.json$|LICEN[CS]E)/ },
  { name: /^@kusto\//, skip: /^(?!.*\.min\.js$|package\.json$|LICEN[CS]E)|\.meta\./ },
];

export const unbundledPatterns: readonly string[] = ['@duckdb/node-bindings*', '@kusto/*', 'uap-core/*'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Adds `name` and all that it needs and that is installed here (a native library only for this platform). */
function addClosure(name: string, found: Set<string>): void {
  const folder = join('node_modules', name);
  if (found.has(name) || !existsSync(folder)) return;
  found.add(name);
  const { dependencies, optionalDependencies } = manifest(folder);
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) addClosure(needed, found);
}

/** The packages below our manifest's dependencies that are not bundled, with all that those need. */
function unbundledPackages(): string[] {
  const all = new Set<string>();
  for (const name of Object.keys(manifest('.').dependencies ?? {})) {
    if (!existsSync(join('node_modules', name))) throw new Error(`${name} is not installed: run npm ci`);
    addClosure(name, all);
  }
  const placed = new Set<string>();
  for (const name of all) if (unbundled.some((rule) => rule.name.test(name))) addClosure(name, placed);
  return [...placed].sort();
}

/** A hard link where the file system allows it: the native library is 68 MB. */
function place(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

function copyPackage(name: string, into: string): void {
  const skip = unbundled.find((rule) => rule.name.test(name))?.skip;
  const from = join('node_modules', name);
  for (const item of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(item.parentPath, item.name).slice(from.length + 1);
    if (!item.isFile() || path.startsWith('node_modules') || skip?.test(path)) continue;
    const to = join(into, name, path);
    mkdirSync(join(to, '..'), { recursive: true });
    place(join(from, path), to);
  }
}

/** Copies the unbundled packages to `<into>/node_modules`; returns their names. */
export function placeRuntimePackages(into: string): string[] {
  const names = unbundledPackages();
  for (const name of names) copyPackage(name, join(into, 'node_modules'));
  return names;
}
