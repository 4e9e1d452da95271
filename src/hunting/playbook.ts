/** An investigation that ships as a notebook (`queries/playbooks/*.kql.md`), with parameters to fill in. */
export interface Playbook {
  /** File name without `.kql.md`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Names that the front matter declares. */
  readonly parameters: readonly string[];
  readonly text: string;
}

/** What an incident says that a playbook asks for; what is empty stays as the playbook has it. */
export interface PlaybookScope {
  /** ISO 8601 */
  readonly start?: string;
  readonly end?: string;
  /** User principal names. */
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
  /** Application (client) ids. */
  readonly applications: readonly string[];
}

const FRONT = /^---\n([^]*?)\n---\n/;
/** `  name: { type: T, value: V }`: the form in which our own playbooks declare a parameter. */
const PARAMETER = /^( {2}(\w+): \{ type: \w+, value: )(.*)( \})$/;

export function parsePlaybook(id: string, text: string): Playbook {
  const lines = (FRONT.exec(text)?.[1] ?? '').split('\n');
  const field = (name: string): string =>
    lines
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
      .trim() ?? '';
  return {
    id,
    title: field('title') === '' ? id : field('title'),
    summary: field('summary'),
    parameters: lines.flatMap((line) => PARAMETER.exec(line)?.[2] ?? []),
    text,
  };
}

/** The playbook's text with the scope's values in its front matter; every other byte is the same. */
export function fillPlaybook(text: string, scope: PlaybookScope): string {
  const front = FRONT.exec(text)?.[1];
  if (front === undefined) return text;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(scope) as [string, string | readonly string[]][])
    if (value.length > 0) values.set(name, JSON.stringify(value));
  const filled = front
    .split('\n')
    .map((line) => {
      const [, lead = '', name = '', , end = ''] = PARAMETER.exec(line) ?? [];
      const value = values.get(name);
      return value === undefined ? line : `${lead}${value}${end}`;
    })
    .join('\n');
  return text.replace(front, () => filled);
}
