import type { FunctionSchema } from './kustoType.ts';

/**
 * A saved function: `functions/<name>.kql`, the body as it is. A first line `// (user:string, since:datetime)` declares
 * parameters. Undefined where the file's name is none of a function.
 */
export function functionOfFile(fileName: string, text: string): FunctionSchema | undefined {
  const name = /^([A-Za-z_][A-Za-z0-9_]{0,127})\.kql$/.exec(fileName)?.[1];
  if (name === undefined) return undefined;
  const parameters = /^\uFEFF?\/\/\s*(\(.*\))\s*$/m.exec(text.split('\n', 1)[0] ?? '')?.[1] ?? '()';
  return { name, parameters, body: text };
}
