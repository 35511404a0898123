import type { Buffer } from 'node:buffer';

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const NEWLINE = 0x0a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const CURLY = 0x20;

/** Finds where a JSON value ends: brackets, strings and escapes, over chunks cut anywhere. */
export class Walk {
  depth = 0;
  #quoted = false;
  #escaped = false;

  /** Back to the start of a value, or to the inside of an object at `depth`. */
  reset(depth = 0): void {
    this.depth = depth;
    this.#quoted = false;
    this.#escaped = false;
  }

  /**
   * The offset behind the value's last byte, or -1 when it goes on behind these bytes. With `pauseAtList`, stops on
   * (not behind) every `[` that is a member of the outermost object.
   */
  next(bytes: Buffer, from: number, pauseAtList: boolean): number {
    const length = bytes.length;
    let depth = this.depth;
    let quoted = this.#quoted;
    let end = -1;
    let i = from;
    if (this.#escaped && i < length) {
      this.#escaped = false;
      i++;
    }
    for (; i < length; i++) {
      const byte = bytes[i] ?? 0;
      if (quoted) {
        if (byte === BACKSLASH) {
          if (i + 1 === length) this.#escaped = true;
          i++;
        } else if (byte === QUOTE) {
          quoted = false;
          if (depth === 0) {
            end = i + 1;
            break;
          }
        }
      } else if (byte === QUOTE) {
        quoted = true;
      } else if ((byte | CURLY) === OPEN_OBJECT) {
        if (pauseAtList && depth === 1 && byte === OPEN_LIST) {
          end = i;
          break;
        }
        depth++;
      } else if ((byte | CURLY) === CLOSE_OBJECT && --depth <= 0) {
        end = i + 1;
        break;
      }
    }
    this.depth = depth;
    this.#quoted = quoted;
    return end;
  }
}

/** Whether a byte may stand in a number, true, false or null. */
export function isScalarByte(byte: number): boolean {
  if (byte >= 0x30 && byte <= 0x39) return true;
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
