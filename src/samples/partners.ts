import type { Random } from './random.ts';
import { FIRST_NAMES, LAST_NAMES } from './names.ts';

/** Another company that the tenant writes mail with and has guests from. */
export interface Partner {
  readonly name: string;
  readonly domain: string;
  readonly mailServer: string;
  readonly contacts: readonly { readonly name: string; readonly address: string }[];
}

const STEMS = [
  ['Fabrel', 'Tooling'],
  ['Northquay', 'Freight'],
  ['Tailspring', 'Travel'],
  ['Woodgrove', 'Benefits'],
  ['Litwick', 'Legal'],
  ['Lucerna', 'Packaging'],
  ['Relecloud', 'Hosting'],
  ['Munsford', 'Audit'],
  ['Adatumi', 'Metals'],
  ['Wingtippe', 'Print'],
] as const;

export function makePartners(random: Random): readonly Partner[] {
  return STEMS.map(([stem, trade], index): Partner => {
    const domain = `${stem.toLowerCase()}.example`;
    return {
      name: `${stem} ${trade}`,
      domain,
      mailServer: `192.0.2.${10 + index * 7 + random.int(0, 5)}`,
      contacts: Array.from({ length: 5 }, () => {
        const first = random.pick(FIRST_NAMES);
        const last = random.pick(LAST_NAMES);
        return { name: `${first} ${last}`, address: `${first}.${last}@${domain}`.toLowerCase() };
      }),
    };
  });
}
