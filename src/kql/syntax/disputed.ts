import type { KqlDiagnostic } from '../engine.ts';

/** Errors that Kusto.Language reports and the service does not raise; the engine decides about them at the node. */
export function isRaisedByTheService(diagnostic: KqlDiagnostic, text: string): boolean {
  const before = text.slice(0, diagnostic.start);
  const span = text.slice(diagnostic.start, diagnostic.start + diagnostic.length);
  switch (diagnostic.code) {
    // make_timespan() takes seconds with a fraction.
    case 'KS134':
      return !/make_timespan\s*\([^()]*$/.test(before);
    // count(x) counts rows, whatever x is; bag_unpack() takes the names to ignore as an array; a degree is written as a number;
    // todynamic() is parse_json(), which takes what is dynamic already.
    case 'KS107':
      return !/\b(?:count|todynamic)\s*\(\s*$|\b(?:bag_unpack|series_fit_poly)\s*\([^()]*$/.test(before);
    // bag_unpack() takes a prefix, what to do with columns of one name, and properties to ignore; a prefix may be left out.
    case 'KS119':
      return span !== 'bag_unpack' && span !== 'format_ipv4_mask';
    // A wildcard that matches nothing adds nothing to a fuzzy union.
    case 'KS142':
    case 'KS204':
      return !(span.includes('*') && /isfuzzy\s*=\s*true/i.test(before));
    default:
      return true;
  }
}
