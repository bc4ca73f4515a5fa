import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of the text, by the variables of `page.css`, which follow the reader's light or dark mode. */
export const colours = [
  EditorView.theme({
    '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: '13px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
    '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--faint)', border: 'none' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--active)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'var(--selected)',
    },
    '.cm-selectionMatch': { backgroundColor: 'var(--selected)' },
    '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selected)' },
    '.cm-tooltip': {
      backgroundColor: 'var(--raised)',
      color: 'var(--ink)',
      border: '1px solid var(--line)',
      borderRadius: '8px',
      boxShadow: '0 6px 24px rgb(0 0 0 / 0.16)',
    },
    '.cm-tooltip.cm-completionInfo': { maxWidth: 'min(640px, 90vw)', padding: '0' },
    '.cm-tooltip-autocomplete ul': { maxHeight: '16em' },
    '.cm-tooltip-autocomplete ul li': { padding: '3px 8px' },
    '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--faint)' },
    '[aria-selected] .cm-completionDetail': { color: 'inherit' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
    '.cm-diagnostic': { whiteSpace: 'pre-wrap', fontFamily: 'var(--mono)', fontSize: '12px' },
    '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)' },
    '.cm-textfield': { backgroundColor: 'var(--panel)', color: 'var(--ink)', border: '1px solid var(--line)' },
    '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--panel)', color: 'var(--ink)' },
    '.cm-foldPlaceholder': { backgroundColor: 'transparent', color: 'var(--faint)', border: '1px solid var(--line)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--key)' },
      { tag: [tags.string, tags.content], color: 'var(--string)' },
      { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--number)' },
      { tag: [tags.comment, tags.lineComment], color: 'var(--faint)' },
      { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--faint)' },
      { tag: [tags.meta, tags.labelName, tags.typeName], color: 'var(--number)' },
    ]),
  ),
];
