import type { Span } from '../kql/diagnostics.ts';
import type { QueryEditor } from '../kql/syntax/editing/queryEditor.ts';
import { type ContextNotice, DEFAULT_CONNECTION } from './protocol.ts';
import { queriesOf, queryWithPrelude } from './regions/kqlFile.ts';
import { Region } from './regions/region.ts';
import { queryOfRule } from './regions/ruleYaml.ts';
import type { KnownSchema, Schemas } from './schemas.ts';

/** A document as the client has it. */
export interface TextSource {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  getText(): string;
}

export interface Query {
  readonly region: Region;
  readonly editor: QueryEditor;
  readonly watchlists: readonly string[];
}

/** A query and an offset in it. */
export interface Place {
  readonly query: Query;
  readonly offset: number;
}

/** The queries of the open documents; what is known of a text is kept until it or its schema changes. */
export class Documents {
  private readonly schemas: Schemas;
  private readonly contexts = new Map<string, ContextNotice>();
  private readonly analysed = new Map<string, { readonly key: string; readonly queries: readonly Query[] }>();
  /** Counts changes of schemas and contexts, which make what was worked out stale. */
  private epoch = 0;

  constructor(schemas: Schemas) {
    this.schemas = schemas;
  }

  setContext(context: ContextNotice): void {
    this.contexts.set(context.uri, context);
    this.analysed.delete(context.uri);
  }

  /** A cell of which nothing was said yet; without what is put before it, its names would be taken for mistakes. */
  isWaiting(uri: string): boolean {
    return uri.startsWith('vscode-notebook-cell:') && !this.contexts.has(uri);
  }

  schemaChanged(): void {
    this.epoch++;
  }

  forget(uri: string): void {
    this.contexts.delete(uri);
    this.analysed.delete(uri);
  }

  queries(source: TextSource): readonly Query[] {
    const key = `${source.version} ${this.epoch}`;
    const before = this.analysed.get(source.uri);
    if (before?.key === key) return before.queries;
    const kept = new Map(
      before?.key.endsWith(` ${this.epoch}`) ? before.queries.map((each) => [each.editor.text, each]) : [],
    );
    const queries = this.read(source, kept);
    this.analysed.set(source.uri, { key, queries });
    return queries;
  }

  /** The query at an offset of the document, an empty one between those of a file; undefined outside of a rule's. */
  at(source: TextSource, outer: number): Place | undefined {
    for (const query of this.queries(source)) {
      const offset = query.region.inner(outer);
      if (offset !== undefined) return { query, offset };
    }
    if (source.languageId === 'yaml') return undefined;
    const region = new Region('', [{ inner: 0, outer, length: 0 }]);
    return { query: this.query(region, this.schemaOf(source.uri), undefined), offset: 0 };
  }

  private read(source: TextSource, kept: ReadonlyMap<string, Query>): readonly Query[] {
    const text = source.getText();
    const context = this.contexts.get(source.uri);
    const schema = this.schemaOf(source.uri);
    const regions =
      source.languageId === 'yaml'
        ? queryOfRule(text)
        : typeof context?.prelude === 'string'
          ? queryWithPrelude(text, context.prelude)
          : queriesOf(text);
    return regions.map((region) => this.query(region, schema, kept.get(region.text)?.editor));
  }

  /** What is run here sees its connection and nothing else; a rule may be for any workspace. */
  private schemaOf(uri: string): KnownSchema {
    const context = this.contexts.get(uri);
    return context ? this.schemas.of(context.connection) : this.schemas.published(DEFAULT_CONNECTION);
  }

  private query(region: Region, schema: KnownSchema, kept: QueryEditor | undefined): Query {
    return {
      region,
      editor: kept ?? schema.editing.edit(region.text),
      watchlists: schema.watchlists,
    };
  }
}

/** Whether the document's text has the span: false for what is put before it. */
export function outerSpans(query: Query, spans: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) => query.region.outer(span) ?? []);
}
