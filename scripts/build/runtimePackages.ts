/** Packages that cannot be bundled (native code, scripts that add globals): put beside the bundles instead. */
import { cpSync, existsSync, linkSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Never bundled; `skip` names files of the package that nothing loads. */
const unbundled: readonly { readonly name: RegExp; readonly skip?: RegExp }[] = [
  { name: /^@duckdb\//, skip: /\.d\.ts$|\.map$/ },
  { name: /^@kusto\//, skip: /^(?!.*\.min\.js$|package\.json$|LICEN[CS]E)|\.meta\./ },
];

export const unbundledPatterns: readonly string[] = ['@duckdb/*', '@kusto/*'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The unbundled packages of our manifest with all that they need and that is installed here. */
function closure(): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const folder = join('node_modules', name);
    if (found.has(name) || !existsSync(folder)) return;
    found.add(name);
    const { dependencies, optionalDependencies } = manifest(folder);
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach(visit);
  };
  const roots = Object.keys(manifest('.').dependencies ?? {});
  for (const name of roots.filter((root) => unbundled.some((rule) => rule.name.test(root)))) {
    if (!existsSync(join('node_modules', name))) throw new Error(`${name} is not installed: run npm ci`);
    visit(name);
  }
  return [...found].sort();
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
  const names = closure();
  for (const name of names) copyPackage(name, join(into, 'node_modules'));
  return names;
}
