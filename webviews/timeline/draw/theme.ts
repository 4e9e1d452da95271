import type { Severity } from '../../../src/domain/timelineEvent.ts';

/** Colours of the editor's theme, as canvas wants them. */
export interface Theme {
  readonly foreground: string;
  readonly muted: string;
  readonly background: string;
  readonly line: string;
  readonly density: string;
  readonly unmapped: string;
  readonly focus: string;
  readonly selection: string;
  readonly range: string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly font: string;
  readonly highContrast: boolean;
}

/** Reads the theme from the variables that the editor sets on the page; the fallbacks are its light theme's. */
export function readTheme(element: HTMLElement): Theme {
  const style = getComputedStyle(element);
  const read = (name: string, fallback: string): string => {
    const value = style.getPropertyValue(`--vscode-${name}`).trim();
    return value === '' ? fallback : value;
  };
  const { classList } = document.body;
  const highContrast =
    classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
  const foreground = read('editor-foreground', '#1f1f1f');
  return {
    foreground,
    muted: highContrast ? foreground : read('descriptionForeground', '#616161'),
    background: read('editor-background', '#ffffff'),
    line: highContrast ? read('contrastBorder', foreground) : read('editorWidget-border', '#c8c8c8'),
    density: highContrast ? foreground : read('charts-blue', '#1a85ff'),
    unmapped: highContrast ? foreground : read('disabledForeground', '#8a8a8a'),
    focus: read('focusBorder', '#005fb8'),
    selection: highContrast ? read('contrastActiveBorder', '#f38518') : read('focusBorder', '#005fb8'),
    range: read('editor-selectionBackground', '#add6ff80'),
    severity: {
      high: read('charts-red', '#e51400'),
      medium: read('charts-orange', '#bf8803'),
      low: read('charts-yellow', '#8a6d00'),
      informational: read('charts-blue', '#1a85ff'),
    },
    font: `12px ${style.fontFamily === '' ? 'sans-serif' : style.fontFamily}`,
    highContrast,
  };
}
