import type { DatabaseSchema } from '../../../domain/kustoType.ts';
import { isRaisedByTheService } from '../disputed.ts';
import { globalsOf } from '../globals.ts';
import { type GlobalState, type KustoCode, language, toArray } from '../language.ts';
import { inWrittenTerms, plainText } from '../places.ts';
import type {
  CodeFix,
  CompletionKind,
  Completions,
  EditorDiagnostic,
  RelatedName,
  SignatureHelp,
  Statement,
  Token,
  TokenKind,
} from './edited.ts';
import { type CodeService, editorServices, type KustoAction, type NavigableNode } from './kusto.ts';
import { signatureAt } from './signature.ts';
import { statementsOf } from './statements.ts';

/** Kusto's CompletionKind, by its numbers. */
const COMPLETION_KINDS: Readonly<Record<number, CompletionKind>> = {
  1: 'keyword',
  3: 'keyword',
  5: 'value',
  6: 'keyword',
  7: 'keyword',
  8: 'keyword',
  9: 'keyword',
  10: 'keyword',
  11: 'keyword',
  12: 'value',
  13: 'column',
  14: 'table',
  15: 'function',
  16: 'function',
  17: 'function',
  18: 'aggregate',
  19: 'parameter',
  20: 'variable',
  21: 'database',
  23: 'table',
  26: 'type',
  27: 'keyword',
};

/** Kusto's ClassificationKind, by its numbers: names alone; the grammar colours all else. */
const TOKEN_KINDS: Readonly<Record<number, TokenKind>> = {
  6: 'type',
  7: 'column',
  8: 'table',
  9: 'database',
  10: 'function',
  11: 'parameter',
  12: 'variable',
  14: 'parameter',
  15: 'parameter',
  21: 'table',
  23: 'parameter',
};

const DECLARATION = 2;
const REFERENCE = 1;

/** A schema that queries are written against. */
export class EditingSchema {
  private readonly state: GlobalState;

  constructor(schema: DatabaseSchema) {
    this.state = globalsOf(schema);
  }

  edit(text: string): QueryEditor {
    return new QueryEditor(text, this.state);
  }
}

/** One text of a query as an editor sees it; offsets are UTF-16 into it. What was worked out once is kept. */
export class QueryEditor {
  readonly text: string;
  /** As Kusto reads it: what Log Analytics adds is written in Kusto's own terms, each position kept. */
  private readonly plain: string;
  private readonly state: GlobalState;
  private readonly service: CodeService;
  private bound: KustoCode | undefined;

  constructor(text: string, state: GlobalState) {
    this.text = text;
    this.state = state;
    this.plain = plainText(text).text;
    this.service = new (editorServices().Editor.KustoCodeService.$ctor1)(this.plain, state);
  }

  completions(offset: number): Completions {
    const found = this.service.GetCompletionItems(offset);
    if (!found) return { replaces: { start: offset, length: 0 }, items: [] };
    return {
      replaces: { start: found.EditStart, length: found.EditLength },
      items: toArray(found.Items).map((item) => ({
        label: item.DisplayText,
        kind: COMPLETION_KINDS[item.Kind] ?? 'other',
        match: item.MatchText,
        order: item.OrderText ?? item.MatchText,
        before: item.BeforeText,
        after: item.AfterText ?? '',
        again: item.Retrigger,
      })),
    };
  }

  /** Sentences on what is at the offset: its name and type, then what is wrong there. */
  quickInfo(offset: number): readonly string[] {
    const found = this.service.GetQuickInfo(offset);
    return found ? toArray(found.Items).map(({ Text }) => inWrittenTerms(Text)) : [];
  }

  diagnostics(): readonly EditorDiagnostic[] {
    return toArray(this.service.GetCombinedDiagnostics(true))
      .map(
        (found): EditorDiagnostic => ({
          severity:
            found.Severity === 'Error' ? 'error' : found.Severity === 'Warning' ? 'warning' : 'suggestion',
          code: found.Code,
          message: inWrittenTerms(found.Message),
          start: found.Start,
          length: found.Length,
        }),
      )
      .filter((found) => isRaisedByTheService({ ...found, kind: 'invalid' }, this.text));
  }

  tokens(): readonly Token[] {
    const found = this.service.GetClassifications(0, this.text.length);
    if (!found) return [];
    return toArray(found.Classifications).flatMap(({ Kind, Start, Length }) => {
      const kind = TOKEN_KINDS[Kind];
      return kind === undefined || Length === 0 ? [] : [{ kind, start: Start, length: Length }];
    });
  }

  /** Declaration and references of the name at the offset; none where it is no name of this text. */
  related(offset: number): readonly RelatedName[] {
    const found = toArray(this.service.GetRelatedElements(offset)?.Elements)
      .filter(({ Kind }) => Kind === DECLARATION || Kind === REFERENCE)
      .map(({ Kind, Start, Length }) => ({
        isDeclaration: Kind === DECLARATION,
        start: Start,
        length: Length,
      }));
    return found.length > 0 ? found : this.unused(offset);
  }

  /** The name of a `let` that nothing refers to, which Kusto relates to nothing, not even to itself. */
  private unused(offset: number): readonly RelatedName[] {
    return this.statements()
      .filter(({ kind }) => kind === 'function' || kind === 'value')
      .map(({ nameSpan }) => ({ isDeclaration: true, ...nameSpan }))
      .filter(({ start, length }) => start <= offset && offset <= start + length);
  }

  /** Kusto's own quick fixes at the offset that change text. */
  fixes(offset: number): readonly CodeFix[] {
    const cancellation = new (editorServices().Utils.CancellationToken.ctor)();
    const found = this.service.GetCodeActions(offset, offset, 0, null, true, null, cancellation);
    const flat = (action: KustoAction): readonly KustoAction[] =>
      action.Actions ? toArray(action.Actions).flatMap(flat) : [action];
    return (found ? toArray(found.Actions).flatMap(flat) : [])
      .filter(({ Data }) => Data)
      .flatMap((action) => {
        const applied = this.service.ApplyCodeAction(action, offset, null, cancellation);
        const changes = toArray(applied?.Actions)
          .flatMap(({ Changes }) => (Changes ? toArray(Changes) : []))
          .map(({ Start, DeleteLength, InsertText }) => ({
            start: Start,
            length: DeleteLength,
            text: InsertText ?? '',
          }));
        return changes.length === 0 ? [] : [{ title: action.Title, changes }];
      });
  }

  /** Help on the innermost call whose arguments the offset is in. */
  signature(offset: number): SignatureHelp | undefined {
    return signatureAt(this.syntax(), offset);
  }

  statements(): readonly Statement[] {
    return statementsOf(this.syntax());
  }

  private syntax(): NavigableNode {
    this.bound ??= language().KustoCode.ParseAndAnalyze(this.plain, this.state);
    return this.bound.Syntax as NavigableNode;
  }
}
