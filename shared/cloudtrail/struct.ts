const MAX_DEPTH = 16;
const KEY = /[A-Za-z_][\w.:/-]{0,127}=/y;
/** Fields that CloudTrail itself keeps as JSON text; other JSON in a struct was an object. */
const KEPT_AS_TEXT = /policy|document/i;

/**
 * A struct as Athena and CloudTrail Lake print it, `{a=1, b={c=null}, d=[x, y]}`: leaves become texts and nulls, JSON
 * inside it is parsed. Undefined when the text is something else. Nothing is quoted in this format, so a comma ends a
 * value only where `key=` or a bracket follows, and a value with a bracket of its own may leave the whole unparsed.
 */
export function parseStruct(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  const reader = new StructReader(text);
  const value = parseJson(text) ?? reader.value(MAX_DEPTH);
  return reader.failed ? undefined : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class StructReader {
  failed = false;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The whole text as one value. */
  value(depth: number): unknown {
    const value = this.#value(depth, '', '}');
    if (this.#at !== this.#text.length) this.failed = true;
    return value;
  }

  #value(depth: number, key: string, closer: string): unknown {
    if (depth === 0) return this.#fail();
    if (this.#sees('{"') || this.#sees('["') || this.#sees('[{"') || this.#sees('{}')) return this.#json(key);
    if (this.#skip('{')) return this.#fields(depth);
    return this.#skip('[') ? this.#items(depth) : this.#leaf(closer);
  }

  #fields(depth: number): unknown {
    const entries: [string, unknown][] = [];
    do {
      const key = this.#key();
      if (key === undefined) return this.#fail();
      this.#at += key.length + 1;
      entries.push([key, this.#value(depth - 1, key, '}')]);
    } while (this.#skip(', ') && !this.failed);
    return this.#skip('}') ? Object.fromEntries(entries) : this.#fail();
  }

  #items(depth: number): unknown {
    const items: unknown[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.#value(depth - 1, '', ']'));
    while (this.#skip(', ') && !this.failed);
    return this.#skip(']') ? items : this.#fail();
  }

  #leaf(closer: string): string | null {
    const start = this.#at;
    while (this.#at < this.#text.length && this.#text[this.#at] !== closer) {
      if (this.#sees(', ') && (closer === ']' || this.#key(this.#at + 2) !== undefined)) break;
      this.#at++;
    }
    const leaf = this.#text.slice(start, this.#at);
    return leaf === 'null' ? null : leaf;
  }

  /** JSON inside a struct does say where it ends. */
  #json(key: string): unknown {
    const start = this.#at;
    let depth = 0;
    let quoted = false;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (quoted && character === '\\') this.#at++;
      else if (character === '"') quoted = !quoted;
      else if (!quoted && (character === '{' || character === '[')) depth++;
      else if (!quoted && (character === '}' || character === ']') && --depth === 0) break;
    }
    this.#at++;
    const text = this.#text.slice(start, this.#at);
    const value = parseJson(text);
    if (value === undefined) return this.#fail();
    return KEPT_AS_TEXT.test(key) ? text : value;
  }

  #key(at = this.#at): string | undefined {
    KEY.lastIndex = at;
    return KEY.exec(this.#text)?.[0].slice(0, -1);
  }

  #sees(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #skip(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }

  #fail(): undefined {
    this.failed = true;
  }
}
