import { HIDDEN_COLUMNS } from '../../domain/eventKey.ts';
import type { NamedAnswer } from '../engine.ts';
import type { Builder } from './builder.ts';
import type { Relation } from './relation.ts';

/** The view that a spooled answer's file is to a statement; two answers never share a file. */
export function answerView({ file }: NamedAnswer): string {
  return `answer:${file}`;
}

/** A spooled answer as a `let` would give it: its columns, its order where it had one, and the events behind its rows. */
export function namedAnswerRelation(builder: Builder, answer: NamedAnswer): Relation {
  const stored = answer.columns.map(({ name, type, approximate }, index) => ({
    column: builder.fresh(name, type),
    stored: `c${index}`,
    ...(approximate !== undefined && { approximate }),
  }));
  const place = builder.fresh('$order', 'long');
  const hasKeys = builder.options.withRowKeys && answer.withKeys;
  const rowKey = hasKeys ? builder.fresh('$rowkey', 'string') : undefined;
  return {
    rel: {
      op: 'scan',
      table: answerView(answer),
      file: true,
      columns: [
        ...stored,
        { column: place, stored: 'n' },
        ...(rowKey ? [{ column: rowKey, stored: HIDDEN_COLUMNS.key }] : []),
      ],
    },
    columns: stored.map(({ column }) => column),
    order: answer.ordered ? [{ column: place, descending: false, nullsFirst: false }] : [],
    serialized: answer.ordered,
    ...(rowKey && { rowKey }),
  };
}
