/**
 * A small scanner for the imports of a JavaScript or TypeScript file. It blanks out comments and the contents of other
 * strings first, so that only real imports are found; it needs no parser.
 *
 * @typedef {{ readonly from: string, readonly typesOnly: boolean, readonly line: number }} Import
 */

/**
 * The text with comments blanked, strings and line breaks kept, so that places stay the same.
 * @param {string} text
 * @returns {string}
 */
export function withoutComments(text) {
  let out = '';
  let at = 0;
  /** @type {string[]} open template literals and braces inside them */
  const nest = [];
  while (at < text.length) {
    const char = /** @type {string} */ (text[at]);
    const next = text[at + 1];
    if (char === '/' && next === '/') {
      while (at < text.length && text[at] !== '\n') at += 1;
    } else if (char === '/' && next === '*') {
      const end = text.indexOf('*/', at + 2);
      const comment = text.slice(at, end < 0 ? text.length : end + 2);
      out += comment.replace(/[^\n]/g, ' ');
      at += comment.length;
    } else if (char === "'" || char === '"') {
      const string = quoted(text, at);
      out += string;
      at += string.length;
    } else if (char === '`') {
      nest.push('`');
      out += char;
      at += 1;
      [out, at] = template(text, at, out, nest);
    } else if (nest.length > 0 && char === '{') {
      nest.push('{');
      out += char;
      at += 1;
    } else if (nest.length > 0 && char === '}') {
      nest.pop();
      out += char;
      at += 1;
      if (nest.at(-1) === '`') [out, at] = template(text, at, out, nest);
    } else if (char === '/' && /(?:^|[=(,:;!&|?{}\n[]|return|=>)\s*$/.test(out.slice(-20))) {
      const pattern = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(text.slice(at, at + 2000));
      const taken = pattern === null ? char : pattern[0];
      out += pattern === null ? char : ' '.repeat(taken.length);
      at += taken.length;
    } else {
      out += char;
      at += 1;
    }
  }
  return out;
}

/** @param {string} text @param {number} start @returns {string} */
function quoted(text, start) {
  const quote = text[start];
  let end = start + 1;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
  return text.slice(start, end + 1);
}

/**
 * Passes over the literal part of a template, its text blanked.
 * @param {string} text @param {number} start @param {string} out @param {string[]} nest @returns {[string, number]}
 */
function template(text, start, out, nest) {
  let at = start;
  while (at < text.length) {
    const char = text[at];
    if (char === '`') {
      nest.pop();
      return [`${out}\``, at + 1];
    }
    if (char === '$' && text[at + 1] === '{') {
      nest.push('{');
      return [`${out}\${`, at + 2];
    }
    const step = char === '\\' ? 2 : 1;
    out += text.slice(at, at + step).replace(/[^\n]/g, ' ');
    at += step;
  }
  return [out, at];
}

/**
 * Every import and re-export of a file.
 * @param {string} source
 * @returns {Import[]}
 */
export function importsOf(source) {
  const text = withoutComments(source);
  /** @type {Import[]} */
  const found = [];
  const statement = /(?:^|[;}\n])\s*(import|export)(\s+type\b(?!\s*(?:,|from\b)))?(?:\s+((?:[\w$*\s,]|\{[^{}]*\})+?)\s+from)?\s*(['"])([^'"\n]+)\4/g;
  for (const match of text.matchAll(statement)) {
    const [whole, word, type, names, , from] = match;
    if (word === 'export' && names === undefined) continue;
    found.push({ from: String(from), typesOnly: type !== undefined || onlyTypes(names), line: lineOf(text, match.index + whole.length) });
  }
  for (const match of text.matchAll(/(\btypeof\s+)?\bimport\s*\(\s*(['"])([^'"\n]+)\2\s*\)(\s*\.\s*[A-Z])?/g)) {
    found.push({ from: String(match[3]), typesOnly: match[1] !== undefined || match[4] !== undefined, line: lineOf(text, match.index) });
  }
  for (const match of text.matchAll(/\bnew URL\s*\(\s*(['"])(\.[^'"\n]+\.[jt]s)\1\s*,\s*import\.meta\.url/g)) {
    found.push({ from: String(match[2]), typesOnly: false, line: lineOf(text, match.index) });
  }
  return found;
}

/** @param {string | undefined} names what stands between `import` and `from` */
function onlyTypes(names) {
  const braces = names === undefined ? null : /^\{([^{}]*)\}$/.exec(names.trim());
  if (braces === null) return false;
  const list = String(braces[1])
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return list.length > 0 && list.every((name) => name.startsWith('type '));
}

/** @param {string} text @param {number} at */
function lineOf(text, at) {
  let line = 1;
  for (let i = 0; i < at; i += 1) if (text.charCodeAt(i) === 10) line += 1;
  return line;
}
