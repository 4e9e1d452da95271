import { guardMarkdown, type MarkdownIt } from './guard.ts';

interface MarkdownRenderer {
  extendMarkdownIt(extend: (markdown: MarkdownIt) => void): void;
}

/** What VS Code hands to an extension of its Markdown renderer. */
interface RendererContext {
  getRenderer(id: string): Promise<MarkdownRenderer | undefined>;
}

export async function activate(context: RendererContext): Promise<void> {
  const renderer = await context.getRenderer('vscode.markdown-it-renderer');
  renderer?.extendMarkdownIt(guardMarkdown);
}
