import { stringLiteral } from '../../domain/kqlLiteral.ts';

/** Texts as a list for `in`. */
export function kqlList(texts: readonly string[]): string {
  return texts.map(stringLiteral).join(', ');
}
