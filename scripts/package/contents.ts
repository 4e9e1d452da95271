/** What must and must not be in the VSIX. */
import { globSync, readFileSync } from 'node:fs';
import type { VsixEntry } from './vsix.ts';

const allowed =
  /^(extension\.vsixmanifest|\[Content_Types\]\.xml|package\.json|readme\.md|changelog\.md|license\.txt|media\/|dist\/)/i;
const forbidden = /\.(ts|map|tsbuildinfo|env|pem|key)$|(^|\/)(test|tests|src)\//;

/** The manifest's own files: entry points, icons, pictures. */
function namedByManifest(): string[] {
  const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && /^\.?\/?(dist|media)\/[\w./-]+\.\w+$/.test(value)) found.push(value);
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(manifest);
  return found.map((path) => path.replace(/^\.\//, ''));
}

/** One line for everything wrong with a VSIX; empty when all is well. */
export function contentProblems(entries: readonly VsixEntry[]): string[] {
  const paths = new Set(entries.map(({ path }) => path));
  const { packages } = JSON.parse(readFileSync('dist/build.json', 'utf8')) as { packages: string[] };
  const wanted = [
    ...['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt', 'dist/ThirdPartyNotices.txt'],
    ...namedByManifest(),
    ...packages.map((name) => `dist/node_modules/${name}/package.json`),
    ...globSync('dist/assets/**/*.*').map((path) => path.replaceAll('\\', '/')),
  ];
  const isIn = (path: string): boolean => paths.has(path) || paths.has(path.toLowerCase());
  const isPackaged = (path: string): boolean => path.startsWith('dist/node_modules/');
  return [
    ...[...new Set(wanted)].filter((path) => !isIn(path)).map((path) => `missing: ${path}`),
    ...[...paths].filter((path) => !allowed.test(path)).map((path) => `does not belong: ${path}`),
    ...[...paths]
      .filter((path) => forbidden.test(path) && !isPackaged(path))
      .map((path) => `must not ship: ${path}`),
  ];
}
