/** The few members of markdown-it that are used. */
export interface MarkdownIt {
  readonly options: { html?: boolean };
  readonly renderer: { readonly rules: Record<string, RenderRule | undefined> };
  readonly utils: { escapeHtml(text: string): string };
  render(text: string, environment?: unknown): string;
  validateLink(url: string): boolean;
}

interface Token {
  readonly content: string;
  attrGet(name: string): string | null;
}

type RenderRule = (tokens: readonly Token[], index: number, ...rest: readonly unknown[]) => string;

/** What a click may open: pages and mail, and places beside or in the notebook; never a command. */
const OPENS = /^(?:https?:|mailto:|#|[^:]*(?:$|[/?#]))/i;

/**
 * Markdown cells of our notebooks come with cases, from strangers: HTML in them is text, nothing is loaded (an image
 * is a link to itself), and no link runs a command. VS Code renders the cells of all notebooks with one
 * markdown-it and in a trusted workspace passes HTML through; cells of other notebooks are left alone.
 */
export function guardMarkdown(markdown: MarkdownIt): void {
  const render = markdown.render.bind(markdown);
  const validateLink = markdown.validateLink.bind(markdown);
  const escapeHtml = markdown.utils.escapeHtml.bind(markdown.utils);
  const { rules } = markdown.renderer;
  const image = rules['image'];
  // A page shows one notebook, so that a cell that was typed just now is known by those beside it.
  let isOurs = false;
  let isGuarding = false;

  markdown.render = (text, environment) => {
    isOurs ||= isOurCell(environment);
    if (!isOurs) return render(text, environment);
    const { html } = markdown.options;
    markdown.options.html = false;
    isGuarding = true;
    try {
      return render(text, environment);
    } finally {
      isGuarding = false;
      markdown.options.html = html ?? false;
    }
  };
  markdown.validateLink = (url) => (!isGuarding || OPENS.test(url)) && validateLink(url);
  rules['image'] = (tokens, index, ...rest) => {
    const token = tokens[index];
    if (!isGuarding || !token) return image?.(tokens, index, ...rest) ?? '';
    const address = token.attrGet('src') ?? '';
    const said = escapeHtml(token.content === '' ? address : token.content);
    // Markdown allows images as data where it allows no links.
    return OPENS.test(address) ? `<a href="${escapeHtml(address)}">${said}</a>` : said;
  };
}

/** By what the notebook's serializer keeps with each cell of a file. */
function isOurCell(environment: unknown): boolean {
  const metadata = (environment as { outputItem?: { metadata?: Record<string, unknown> } } | undefined)
    ?.outputItem?.metadata;
  return metadata?.['notebook'] === 'azimuth-kql';
}
