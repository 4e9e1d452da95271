/** The licences of everything that ships with us, bundled or beside the bundles, in one text. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

function licenceText(folder: string): string | undefined {
  const [file] = globSync('{LICENSE,LICENCE,license,licence,COPYING}*', { cwd: folder });
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim();
}

/** The MIT licence as our own LICENSE has it, for packages that name it without giving its text. */
function mitLicence(holder: string): string {
  return readFileSync('LICENSE', 'utf8')
    .replace(/^Copyright.*$/m, `Copyright (c) ${holder}`)
    .trim();
}

/** Throws where a package says nothing of its licence: such a one must not ship. */
export function thirdPartyNotices(packages: readonly string[]): string {
  const parts = packages.map((name) => {
    const folder = join('node_modules', name);
    const { version, license, author } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const holder = (typeof author === 'object' ? author.name : author) ?? `the authors of ${name}`;
    const text = licenceText(folder) ?? (license === 'MIT' ? mitLicence(holder) : undefined);
    if (text === undefined) throw new Error(`${name} comes without the text of its licence`);
    return `${name} ${version} (${license ?? 'licence below'})\n\n${text}`;
  });
  return `Azimuth contains these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
