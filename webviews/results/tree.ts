import type { JsonValue } from '../../src/base/json.ts';
import { visible } from '../../src/base/visible.ts';
import { element } from './dom.ts';

const SHOWN_MEMBERS = 200;
const SHOWN_CHARACTERS = 4000;

/** A dynamic value as a tree that opens level by level; what is not open is not made. */
export function treeOf(value: JsonValue, name = ''): HTMLElement {
  if (typeof value !== 'object' || value === null) {
    const line = element('div', 'azr-leaf');
    line.append(...label(name), element('span', typeof value, scalarText(value)));
    return line;
  }
  const members: readonly (readonly [string, JsonValue])[] = Object.entries(value);
  const isList = Array.isArray(value);
  const branch = element('details', 'azr-branch');
  const summary = element('summary', '');
  summary.append(
    ...label(name),
    element('span', 'kind', isList ? `[${members.length}]` : `{${members.length}}`),
  );
  branch.append(summary);
  branch.open = name === '' && members.length <= 20;
  const fill = (): void => {
    if (!branch.open || branch.childElementCount > 1) return;
    branch.append(...members.slice(0, SHOWN_MEMBERS).map(([key, member]) => treeOf(member, key)));
    if (members.length > SHOWN_MEMBERS)
      branch.append(element('div', 'azr-leaf', `… ${members.length - SHOWN_MEMBERS} more`));
  };
  branch.addEventListener('toggle', fill);
  fill();
  return branch;
}

function label(name: string): HTMLElement[] {
  return name === '' ? [] : [element('span', 'name', `${visible(name).slice(0, SHOWN_CHARACTERS)}: `)];
}

function scalarText(value: string | number | boolean | null): string {
  const text = visible(String(value));
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
