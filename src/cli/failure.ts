import { AzimuthError, isCancellation } from '../base/errors.ts';
import { KqlError } from '../kql/diagnostics.ts';
import type { KqlDiagnostic } from '../kql/engine.ts';
import { EXIT, type ExitCode } from './command.ts';
import { MarkedKqlError, marked, placeIn } from './markedQuery.ts';
import { plain } from '../base/plainText.ts';

/** What lies in what was asked or given, not in the machine. */
const INPUT_ERRORS =
  /^(usage\.|exchange\.|connection\.|azure\.(setting|cloud|query)-|import\.|rule\.|deploy\.(not-named|no-such-rule|plan-invalid|other-workspace)|sample\.|case\.(not-a-case|exists|file-invalid|link-refused|path-escapes|too-large))/;

/** How a command that threw ends. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof KqlError)
    return error.diagnostics.some(({ kind }) => kind === 'failed') ? EXIT.failed : EXIT.usage;
  return error instanceof AzimuthError && INPUT_ERRORS.test(error.code) ? EXIT.usage : EXIT.failed;
}

/** The document that a command prints with --json where it failed. */
export function failureDocument(error: unknown): object {
  if (error instanceof KqlError) {
    const [first] = error.diagnostics;
    return { error: { ...first }, diagnostics: error.diagnostics };
  }
  if (isCancellation(error)) return { error: { code: 'cancelled', message: 'Cancelled' } };
  if (!(error instanceof AzimuthError))
    return { error: { code: 'defect', message: error instanceof Error ? error.message : String(error) } };
  return { error: { code: error.code, message: error.message, ...error.guidance } };
}

/** What a person is told, in lines. */
export function failureText(error: unknown, command: string | undefined): string {
  if (isCancellation(error)) return 'Cancelled';
  if (error instanceof KqlError) {
    const text = error instanceof MarkedKqlError ? error.text : undefined;
    return error.diagnostics.map((each) => diagnosticText(each, text)).join('\n');
  }
  if (!(error instanceof AzimuthError))
    return `A defect of Azimuth: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  const { unharmed, next = [] } = error.guidance;
  return [
    `azimuth: ${plain(error.message)}${unharmed === undefined ? '' : ` (${unharmed})`}`,
    ...next.map((step) => `  ${step}`),
    ...(error.code.startsWith('usage.')
      ? [`Try "azimuth ${command === undefined ? '' : `${command} `}--help".`]
      : []),
  ].join('\n');
}

function diagnosticText(
  { kind, code, message, start, length, rewrite }: KqlDiagnostic,
  text: string | undefined,
): string {
  const said = `${kind}: ${plain(message)} [${code}]`;
  const more = rewrite === undefined ? [] : [`  ${plain(rewrite)}`];
  if (length === 0) return [said, ...more].join('\n');
  return text === undefined
    ? [`${said} at character ${start + 1}, ${length} long`, ...more].join('\n')
    : [`${said} at ${placeIn(text, start)}`, marked(text, start, length), ...more].join('\n');
}
