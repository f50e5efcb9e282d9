import { input } from '../node/node.ts';
import type { FlowNode } from '../node/node-types.ts';
import { making } from './strings.ts';

/** The words that texts of the original may hold in angle brackets, each with `</…>` as its end. What else stands in brackets is text. */
const WORDS =
  'alpha|align|b|br|closeall|color|cspace|font|glyph|gradient|i|indent|line-height|line-indent|link|lowercase|margin|mark|mspace|nobr|noparse|page|pos|' +
  's|size|smallcaps|space|sprite|strikethrough|style|sub|sup|u|uppercase|voffset|width';
const TAG = new RegExp(`</?(?:${WORDS})(?:[= ][^<>]{0,256})?/?>|<#[0-9a-f]{3,8}>`, 'gi');

export const RICH_TEXT_NODES: readonly FlowNode[] = [
  making(
    'StripRTF_Tags',
    'The text without the tags by which the original sets it, as `<b>`, `<color=red>` and `</color>`. Other things in angle brackets stay.',
    [input('String', 'string')],
    (text) => text.replace(TAG, ''),
  ),
];
