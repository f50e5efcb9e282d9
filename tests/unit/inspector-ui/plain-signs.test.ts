import { expect, it } from 'vitest';
import { plainSigns } from '../../../inspector-ui/controls/plain-signs.ts';

it('what would turn a line around, or hide in it, is spelled out', () => {
  expect(plainSigns('closed 4001 by the server: \u202eteiuq, retry\u2066\u061c\u200b\u001b\u009b\ud800')).toBe(
    'closed 4001 by the server: \\u{202e}teiuq, retry\\u{2066}\\u{61c}\\u{200b}\\u{1b}\\u{9b}\\u{d800}',
  );
});

it.each(['שלום عليكم', '👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'نمی‌خواهم', 'a\tb\nc'])('%s stays as it is', (text) => {
  expect(plainSigns(text)).toBe(text);
});
