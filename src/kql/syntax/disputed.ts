import type { KqlDiagnostic } from '../engine.ts';

/** Errors that Kusto.Language reports and the service does not raise; the engine decides about them at the node. */
export function isRaisedByTheService(diagnostic: KqlDiagnostic, text: string): boolean {
  const before = text.slice(0, diagnostic.start);
  const span = text.slice(diagnostic.start, diagnostic.start + diagnostic.length);
  switch (diagnostic.code) {
    // make_timespan() takes seconds with a fraction.
    case 'KS134':
      return !/make_timespan\s*\([^()]*$/.test(before);
    // count(x) counts rows, whatever x is.
    case 'KS107':
      return !/\bcount\s*\(\s*$/.test(before);
    // A wildcard that matches nothing adds nothing to a fuzzy union.
    case 'KS142':
    case 'KS204':
      return !(span.includes('*') && /isfuzzy\s*=\s*true/i.test(before));
    default:
      return true;
  }
}
