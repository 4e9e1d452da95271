import type { FailurePayload } from '../../src/protocol/results.ts';
import { element } from './dom.ts';

/** Why a cell has no answer, with the place in its text and what to write instead. */
export function renderFailure({ title, message, excerpt, next }: FailurePayload): HTMLElement {
  const box = element('div', 'azr azr-failure', '', { role: 'alert' });
  box.append(element('h4', '', title), element('p', '', message));
  if (excerpt) {
    const { line, text, start, length } = excerpt;
    const code = element('pre', '', '', { 'aria-label': `Line ${line}` });
    code.append(
      `${line}: ${text.slice(0, start)}`,
      element('mark', '', text.slice(start, start + length)),
      text.slice(start + length),
    );
    box.append(code);
  }
  for (const step of next) box.append(element('p', '', step));
  return box;
}
